package dev.roundhouse.orchestrator.options;

import dev.roundhouse.core.backlog.Goal;
import java.util.List;
import java.util.Optional;

/**
 * The options of a run that come in groups, collected one by one. For one thread at a time.
 *
 * @param <B> the builder this is a part of
 */
public abstract class OptionGroups<B> {
  GateOptions gate = GateOptions.NONE;
  AgentOptions agents = AgentOptions.DEFAULT;
  LandingForm form = LandingForm.DEFAULT;
  DiskOptions disk = DiskOptions.DEFAULT;
  ResourceOptions resources = ResourceOptions.NONE;
  Optional<Goal> goal = Optional.empty();
  LandingOptions landing = LandingOptions.DEFAULT;
  OrderOptions order = OrderOptions.DEFAULT;

  OptionGroups() {}

  abstract B self();

  void take(RunOptions from) {
    gate = from.gate();
    agents = from.agents();
    form = from.form();
    disk = from.disk();
    resources = from.resources();
    goal = from.goal();
    landing = from.landing();
    order = from.order();
  }

  /** Sets the gate's one command. */
  public B gate(Command command) {
    return gate(gate.commands(List.of(GateCommand.of(command))));
  }

  /** Sets what judges candidates. */
  public B gate(GateOptions chosen) {
    gate = chosen;
    return self();
  }

  /** What judges candidates, so far. */
  public GateOptions gate() {
    return gate;
  }

  /** Sets how agents are chosen, limited and supplied. */
  public B agents(AgentOptions chosen) {
    agents = chosen;
    return self();
  }

  /** Sets the form in which finished work is handed over. */
  public B form(LandingForm chosen) {
    form = chosen;
    return self();
  }

  /** The form in which finished work is handed over, so far. */
  public LandingForm form() {
    return form;
  }

  /** Sets what is scarce, and who needs it. */
  public B resources(ResourceOptions chosen) {
    resources = chosen;
    return self();
  }

  /** What is scarce, and who needs it, so far. */
  public ResourceOptions resources() {
    return resources;
  }

  /** Sets the sprint or the plan to keep to. */
  public B goal(Goal chosen) {
    goal = Optional.of(chosen);
    return self();
  }

  /** How agents are chosen, limited and supplied, so far. */
  public AgentOptions agents() {
    return agents;
  }

  /** Sets what may take up how much of the disk. */
  public B disk(DiskOptions chosen) {
    disk = chosen;
    return self();
  }

  /** What may take up how much of the disk, so far. */
  public DiskOptions disk() {
    return disk;
  }

  /** Sets how finished work lands. */
  public B landing(LandingOptions chosen) {
    landing = chosen;
    return self();
  }

  /** How finished work lands, so far. */
  public LandingOptions landing() {
    return landing;
  }

  /** Sets what goes first. */
  public B order(OrderOptions chosen) {
    order = chosen;
    return self();
  }

  /** What goes first, so far. */
  public OrderOptions order() {
    return order;
  }
}
