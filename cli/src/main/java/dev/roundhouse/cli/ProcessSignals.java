package dev.roundhouse.cli;

import dev.roundhouse.cli.terminal.SignalSource;
import org.jline.utils.Signals;

/**
 * The signals of this process, through JLine, which finds them by reflection if the JDK has them.
 */
final class ProcessSignals implements SignalSource {
  @Override
  public void on(String name, Runnable answer) {
    Signals.register(name, answer);
  }

  @Override
  public void halt(int code) {
    Runtime.getRuntime().halt(code);
  }
}
