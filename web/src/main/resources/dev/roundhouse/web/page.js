// The page of Roundhouse. It shows what the API says and sends what a person decides. Text from
// issues and agents only ever becomes text nodes; the server alone renders Markdown, escaped.

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const main = $('#main');
const policy = window.trustedTypes
  ? window.trustedTypes.createPolicy('roundhouse', { createHTML: (html) => html })
  : { createHTML: (html) => html };

const TABS = ['text', 'changes', 'log', 'gate', 'attempts'];
const MOST_LINES = 3000; // of a diff, shown without being asked
const MOST_ENTRIES = 2000; // of a log, kept on the page

const state = { view: '', id: '', tab: 'text', home: null, issue: null, diff: null, log: null, mode: 'all', typed: new Map(), serial: 0 };

/** Makes an element; a text among its children stays a text. */
function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.flat(9).filter((each) => each !== null && each !== undefined && each !== false && each !== ''));
  return made;
}

// ---- the API ----

class ApiError extends Error {
  constructor(status, body) {
    super(body?.error?.message || `the server answered ${status}`);
    this.status = status;
    this.code = body?.error?.code || '';
    this.hint = body?.error?.hint || '';
    this.body = body;
  }
}

const token = {
  get value() { return localStorage.getItem('roundhouse-token') || ''; },
  set value(text) { localStorage.setItem('roundhouse-token', text); },
};

function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given) {
    token.value = given;
    history.replaceState(null, '', location.pathname);
  }
}

async function api(path, body, method = body ? 'POST' : 'GET') {
  const headers = { Authorization: `Bearer ${token.value}` };
  if (body) headers['Content-Type'] = 'application/json';
  const answer = await fetch(`/api/v1/${path}`, { method, headers, body: body && JSON.stringify(body) });
  const json = await answer.json().catch(() => null);
  if (answer.status === 401) lock();
  if (!answer.ok) throw new ApiError(answer.status, json);
  return json;
}

const at = (id, rest = '') => `issues/${encodeURIComponent(id)}${rest}`;

// ---- the stream of events ----

const stream = { last: '', abort: null, pause: 500 };

async function connect() {
  if (stream.abort || document.hidden || !token.value) return;
  const abort = new AbortController();
  stream.abort = abort;
  try {
    const headers = { Authorization: `Bearer ${token.value}` };
    if (stream.last) headers['Last-Event-ID'] = stream.last;
    const answer = await fetch('/api/v1/events', { headers, signal: abort.signal });
    if (answer.status === 401) { lock(); return; }
    if (!answer.ok) throw new ApiError(answer.status);
    live(true);
    stream.pause = 500;
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      const events = (rest + piece.value).split('\n\n');
      rest = events.pop();
      events.forEach(take);
    }
  } catch (gone) {
    // the server is away, or this page was hidden
  } finally {
    if (stream.abort === abort) stream.abort = null;
  }
  if (!document.hidden && token.value) {
    live(false);
    setTimeout(connect, stream.pause);
    stream.pause = Math.min(stream.pause * 2, 5000);
  }
}

function take(text) {
  const fields = Object.fromEntries(text.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
  if (!fields.id) return;
  const isFirst = !stream.last;
  stream.last = fields.id;
  document.documentElement.dataset.position = fields.id;
  if (fields.event === 'hello' && !isFirst) return refreshSoon();
  if (fields.event === 'step' || fields.event === 'reset') refreshSoon();
}

function live(isOn) {
  $('#live').dataset.state = isOn ? 'on' : 'off';
  $('#live-text').textContent = isOn ? 'Live' : 'Reconnecting';
}

// reading takes a tenth of the time at most, however large the backlog is
let refreshing = 0;
let took = 0;
function refreshSoon() {
  refreshing = refreshing || setTimeout(refresh, Math.max(200, took * 5));
}

// ---- words ----

const plural = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;

function span(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s}s`;
  if (s < 3600) return `${Math.floor(s / 60)}m ${s % 60 ? `${s % 60}s` : ''}`.trim();
  if (s < 86400) return `${Math.floor(s / 3600)}h ${Math.floor((s % 3600) / 60)}m`;
  return plural(Math.floor(s / 86400), 'day');
}

function age(instant) {
  const s = (Date.now() - Date.parse(instant)) / 1000;
  if (s < 45) return 'just now';
  if (s < 3600) return `${Math.max(1, Math.round(s / 60))} min ago`;
  if (s < 86400) return `${Math.round(s / 3600)} h ago`;
  return `${plural(Math.round(s / 86400), 'day')} ago`;
}

/** A time that keeps itself up to date; `how` is 'ago' or 'for'. */
function time(instant, how = 'ago') {
  if (!instant) return '';
  const text = how === 'for' ? span((Date.now() - Date.parse(instant)) / 1000) : age(instant);
  return el('time', { datetime: instant, 'data-how': how, title: new Date(instant).toLocaleString() }, text);
}

setInterval(() => {
  for (const each of $$('time[data-how]')) {
    const text = each.dataset.how === 'for' ? span((Date.now() - Date.parse(each.dateTime)) / 1000) : age(each.dateTime);
    if (each.textContent !== text) each.textContent = text;
  }
}, 1000);

function money(usage) {
  if (!usage) return '';
  const tokens = usage.inputTokens + usage.outputTokens;
  const parts = [];
  if (usage.costUsd > 0) parts.push(`${usage.estimated ? '~' : ''}$${Number(usage.costUsd).toFixed(2)}`);
  if (tokens > 0) parts.push(`${tokens.toLocaleString('en')} tokens`);
  return parts.join(' · ');
}

const TONES = {
  landed: 'good', closed: 'good', branched: 'good', green: 'good', failed: 'bad', rejected: 'bad', conflicted: 'bad', red: 'bad',
  'awaiting-approval': 'warn', 'not-ready': 'warn', 'no-change': 'warn', 'retry-wait': 'warn', pending: 'warn', interrupted: 'warn', dropped: 'bad',
  working: 'go', claimed: 'go', candidate: 'go', landing: 'go', agent: 'go', prepare: 'go', gating: 'go', waiting: 'go',
};
const KINDS = { landing: ['ready to land', 'go'], start: ['may it start?', 'go'], answer: ['question', 'warn'], setback: ['stuck', 'bad'], account: ['account', 'bad'] };

/** Names an agent without the directory of its program. */
const program = (agent) => (agent || '').replace(/^\S*\//, '');

const sentence = (text) => text && text[0].toUpperCase() + text.slice(1);

const chip = (text, tone = TONES[text] || '') => el('span', { class: `chip ${tone}` }, text.replaceAll('-', ' '));

function say(text) {
  $('#say').textContent = '';
  requestAnimationFrame(() => { $('#say').textContent = text; });
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { $('#say').textContent = ''; }, 7000);
}

// ---- drawing without losing focus ----

/** Makes the children of `parent` those in `nodes`, keeping each that is the same. */
function patch(parent, nodes) {
  const active = parent.contains(document.activeElement) ? document.activeElement : null;
  const key = active?.closest('[data-key]')?.dataset.key;
  const name = active?.dataset.name;
  const old = new Map([...parent.children].filter((each) => each.dataset.key).map((each) => [each.dataset.key, each]));
  nodes.forEach((node, i) => {
    const before = old.get(node.dataset.key);
    const kept = before?.isEqualNode(node) ? before : node;
    if (parent.children[i] !== kept) parent.insertBefore(kept, parent.children[i] || null);
  });
  while (parent.children.length > nodes.length) parent.lastElementChild.remove();
  if (active && !active.isConnected && key) {
    const now = $(`[data-key="${CSS.escape(key)}"]`, parent);
    ((name && $(`[data-name="${CSS.escape(name)}"]`, now || parent)) || $('a, button', now || parent))?.focus({ preventScroll: true });
  }
}

function group(key, title, hint, items, empty) {
  const list = el('ul', { class: 'list', 'data-list': key }, items.length ? items : el('li', {}, empty));
  return el('section', { class: 'group', 'data-key': key, 'aria-labelledby': `g-${key}` },
    el('header', {}, el('h2', { id: `g-${key}` }, title), el('span', { class: 'hint' }, hint)), list);
}

const link = (id, text, more = {}, rest = '') => el('a', { class: 'hit', href: `/issues/${encodeURIComponent(id)}${rest}`, 'data-link': true, 'data-item': true, 'data-name': `hit-${id}`, ...more }, text);

// ---- home ----

function drawHome() {
  const home = state.home;
  const sections = [
    group('needs', 'Needs you', home.needsYou.length ? plural(home.needsYou.length, 'decision') + ', oldest first' : '', home.needsYou.map(needs),
      el('p', { class: 'empty calm' }, el('strong', {}, 'Nothing needs you'), home.run?.active ? 'The run goes on by itself.' : 'Finished work and questions appear here.')),
    group('running', 'Running', home.run?.active ? `${home.running.length} of ${plural(home.run.workers, 'worker')}` : '', home.running.map(running),
      el('p', { class: 'empty' }, home.run?.active ? 'No agent is at work.' : ['No run is active; start one with ', el('code', {}, 'roundhouse run'), '.'])),
  ];
  if (home.queue.length) sections.push(group('queue', 'Landing queue', 'in this order', home.queue.map(queued)));
  if (home.next.length) sections.push(group('next', 'Next', `${home.ready} ready to start`, home.next.slice(0, 8).map(upcoming)));
  if (home.landed.length) sections.push(group('landed', 'Landed', `${home.counts.landed || home.landed.length} in all`, home.landed.map(landed)));
  const notices = [];
  if (home.behind) notices.push(el('p', { class: 'notice', 'data-key': 'behind' }, `${home.behind} does not have all that has landed; “roundhouse sync” updates it, or says what is in the way.`));
  if (home.run?.active && home.run.hold) notices.push(el('p', { class: 'notice', 'data-key': 'hold' }, home.run.hold));
  patch(main, [el('h1', { class: 'skip', 'data-key': 'h1' }, 'Roundhouse'), ...notices, ...sections]);
}

function needs(each) {
  const [word, tone] = KINDS[each.kind] || [each.kind, ''];
  const title = each.title || each.subject;
  const data = each.issue ? { 'data-id': each.issue, 'data-version': each.version, 'data-kind': each.kind } : {};
  return el('li', { class: 'row', 'data-key': `needs-${each.subject}`, ...data },
    el('span', { class: 'id' }, each.subject),
    el('div', {}, each.issue ? link(each.issue, title, {}, each.kind === 'landing' ? '/changes' : '') : el('strong', {}, title), el('div', { class: 'more' }, sentence(each.why))),
    el('div', { class: 'side' }, chip(word, tone), time(each.since)));
}

function running(each) {
  const facts = [program(each.agent), each.attempts > 1 ? `attempt ${each.attempts}` : ''].filter(Boolean).join(' · ');
  return el('li', { class: 'row', 'data-key': `run-${each.id}` },
    el('span', { class: 'id' }, each.id),
    el('div', {}, link(each.id, each.title, {}, '/log'), each.line ? el('div', { class: 'more mono' }, each.line) : ''),
    el('div', { class: 'side' }, el('span', {}, facts), chip(each.phase), el('span', {}, each.slot), time(each.since, 'for')));
}

const queued = (each, i) => el('li', { class: 'row', 'data-key': `queue-${each.id}` },
  el('span', { class: 'id' }, `${i + 1}. ${each.id}`), el('div', {}, link(each.id, each.title, {}, '/changes'), each.line && each.phase === 'gating' ? el('div', { class: 'more mono' }, each.line) : ''),
  el('div', { class: 'side' }, chip(each.phase), time(each.since, 'for')));

const upcoming = (each) => el('li', { class: 'row', 'data-key': `next-${each.id}` },
  el('span', { class: 'id' }, each.id), el('div', {}, link(each.id, each.title)), el('div', { class: 'side' }, each.priority));

const landed = (each) => el('li', { class: 'row', 'data-key': `landed-${each.id}` },
  el('span', { class: 'id' }, each.id), el('div', {}, link(each.id, each.title, {}, '/changes')),
  el('div', { class: 'side' }, el('code', {}, (each.commit || '').slice(0, 8)), time(each.finishedAt)));

function drawTop() {
  const home = state.home;
  if (!home) return;
  const run = home.run;
  const words = !run ? ['no run yet'] : run.active
    ? [run.target, `${home.running.length} running`, home.queue.length ? `${home.queue.length} to land` : '', run.leftSeconds ? `about ${span(run.leftSeconds)} left` : '', money(run.usage)]
    : ['no run is active'];
  $('#run').textContent = words.filter(Boolean).join(' · ');
  const count = home.needsYou.length;
  $('#needs').textContent = count;
  $('#needs').hidden = count === 0;
  document.title = `${count ? `(${count}) ` : ''}${state.view === 'issue' ? `${state.id} · ` : ''}${home.project} · Roundhouse`;
  $('.brand span').textContent = home.project;
}

// ---- board ----

const COLUMNS = [
  ['Needs you', (each) => each.needs],
  ['Running', (each) => each.readiness === 'active'],
  ['Ready', (each) => each.readiness === 'ready' || each.readiness === 'after'],
  ['Waiting', (each) => !['settled', 'resting'].includes(each.readiness)],
  ['Resting', (each) => each.readiness === 'resting'],
  ['Done', () => true],
];

function drawBoard(board) {
  const waiting = new Set((state.home?.needsYou || []).map((each) => each.issue));
  const columns = COLUMNS.map(([title]) => ({ title, issues: [] }));
  for (const each of board.issues) {
    each.needs = waiting.has(each.id);
    columns[COLUMNS.findIndex(([, takes]) => takes(each))].issues.push(each);
  }
  columns.at(-1).issues.sort((one, other) => (other.finishedAt || '').localeCompare(one.finishedAt || ''));
  const drawn = columns.filter((each) => each.issues.length).map(({ title, issues }) => el('section', { class: 'column', 'data-key': `c-${title}`, 'aria-label': title },
    el('header', {}, el('h2', {}, title), el('span', { class: 'chip' }, String(issues.length))),
    el('ul', { class: 'list' }, issues.slice(0, 100).map(card), issues.length > 100 ? el('li', {}, el('p', { class: 'empty' }, `and ${issues.length - 100} more: “roundhouse list --all”`)) : '')));
  patch(main, [el('h1', { class: 'skip', 'data-key': 'h1' }, 'Board'), drawn.length ? el('div', { class: 'board', 'data-key': 'board' }, drawn) : el('p', { class: 'empty calm', 'data-key': 'none' }, el('strong', {}, 'The backlog is empty'), 'Write an issue with “roundhouse new”.')]);
}

const card = (each) => el('li', { class: 'row', 'data-key': `b-${each.id}` },
  el('span', { class: 'id' }, each.id), link(each.id, each.title), el('div', { class: 'side' }, chip(each.status), el('span', {}, each.priority)));

// ---- one issue ----

const ACTIONS = {
  approve: { word: (issue) => (issue.decision === 'start' ? 'Let it start' : 'Approve'), style: 'primary', key: 'a' },
  send: { word: () => 'Send comments', style: '', key: 's' },
  retry: { word: () => 'Retry', style: '', key: 'r' },
  refuse: { word: () => 'Refuse', style: 'danger', key: 'x' },
  skip: { word: () => 'Skip', style: '', key: '' },
  cancel: { word: () => 'Cancel', style: 'danger', key: '' },
  priority: { word: (issue) => `Priority ${issue.priority}`, style: 'quiet', key: '' },
};

function drawIssue() {
  const issue = state.issue;
  if ($('.issue')?.dataset.id !== issue.id) {
    main.replaceChildren(el('article', { class: 'issue', 'data-id': issue.id },
      el('a', { class: 'crumb', href: '/', 'data-link': true }, '← Needs you'), el('div', { id: 'alert' }), el('header', { class: 'issue-head', id: 'head' }),
      el('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Parts of the issue' }, TABS.map((name) =>
        el('button', { type: 'button', role: 'tab', id: `tab-${name}`, 'data-tab': name, 'aria-controls': 'tabpanel' }))),
      el('div', { id: 'tabpanel', role: 'tabpanel', tabindex: '0' })));
  }
  const acts = issue.actions.filter((name) => name !== 'send').map((name) =>
    el('button', { type: 'button', class: name === 'retry' && !issue.actions.includes('approve') ? 'primary' : ACTIONS[name].style, 'data-act': name, 'data-name': name, 'data-key': `act-${name}`, title: ACTIONS[name].key && `Key ${ACTIONS[name].key}` }, ACTIONS[name].word(issue)));
  patch($('#head'), [
    el('div', { class: 'who', 'data-key': 'who' }, el('h1', {}, issue.title),
      el('div', { class: 'chips' }, el('span', { class: 'mono' }, issue.id), chip(issue.status), el('span', { class: 'chip' }, issue.type.toLowerCase()), issue.labels.map((each) => el('span', { class: 'chip label' }, each))),
      issue.why ? el('p', { class: 'why' }, sentence(issue.why)) : ''),
    el('div', { class: 'acts', 'data-key': 'acts' }, acts)]);
  const names = { text: 'Issue', changes: state.diff?.files.length ? `Changes (${state.diff.files.length})` : 'Changes', log: 'Log', gate: 'Gate', attempts: `Attempts (${issue.attempts})` };
  for (const name of TABS) {
    const tab = $(`#tab-${name}`);
    const isShown = name === state.tab;
    if (tab.textContent !== names[name]) tab.textContent = names[name];
    tab.setAttribute('aria-selected', String(isShown));
    tab.tabIndex = isShown ? 0 : -1;
    if (isShown && state.shownTab !== name) tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
  state.shownTab = state.tab;
  $('#tabpanel').setAttribute('aria-labelledby', `tab-${state.tab}`);
}

function drawTab() {
  const panel = $('#tabpanel');
  if (!panel) return;
  if (panel.dataset.tab !== state.tab) {
    panel.dataset.tab = state.tab;
    panel.replaceChildren();
  }
  ({ text: drawText, changes: drawChanges, log: drawLog, gate: drawGate, attempts: drawAttempts })[state.tab](panel);
}

function drawText(panel) {
  const issue = state.issue;
  const body = el('div', { class: 'panel prose', 'data-key': 'body' });
  body.innerHTML = policy.createHTML(issue.html || '');
  if (!issue.html.trim()) body.append(el('p', { class: 'empty' }, 'The issue has no text.'));
  const ids = (all) => all.map((id, i) => [i ? ', ' : '', el('a', { href: `/issues/${encodeURIComponent(id)}`, 'data-link': true }, id)]);
  const facts = [
    ['File', issue.path], ['Priority', issue.priority], ['Blocked by', issue.blockedBy.length && ids(issue.blockedBy)],
    ['After', issue.dependsOn.length && ids(issue.dependsOn)], ['Waits for', issue.waitsFor.length && ids(issue.waitsFor)],
    ['Follow-ups', issue.followUps.length && ids(issue.followUps)], ['Landed as', issue.commit && el('code', {}, issue.commit.slice(0, 12))],
    ['Attempts', issue.attempts || ''], ['Used', money(issue.usage)], ['Last change', issue.updatedAt && time(issue.updatedAt)],
  ].filter(([, value]) => value);
  patch(panel, [el('div', { class: 'split', 'data-key': 'split' }, el('div', {}, comments(issue), body),
    el('aside', { class: 'panel', 'aria-label': 'Facts' }, el('dl', { class: 'facts' }, facts.map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]))))]);
}

const comments = (issue) => (issue.comments
  ? el('div', { class: 'panel whole' }, el('h2', {}, 'Your comments for the next attempt'), el('pre', { class: 'log' }, issue.comments)) : '');

function drawGate(panel) {
  const { gate, evidence, tests } = state.issue;
  const words = { none: 'No gate tests this work.', pending: 'The gate has not judged this work yet.', green: 'The gate passed.', red: 'The gate failed.' };
  const failed = tests?.failed || [];
  patch(panel, [el('div', { class: 'panel whole', 'data-key': 'gate' }, el('div', { class: 'chips' }, chip(gate.verdict), el('span', {}, words[gate.verdict]),
    gate.seconds ? el('span', { class: 'hint' }, `It took ${gate.seconds < 10 ? `${gate.seconds.toFixed(1)}s` : span(gate.seconds)}, `, time(gate.at)) : ''),
  failed.length ? el('ul', {}, failed.map((each) => el('li', {}, el('code', {}, [each.suite, each.name].filter(Boolean).join('.')), each.message ? ` ${each.message}` : ''))) : '',
  evidence || gate.evidence ? [el('h2', { class: 'part' }, 'Evidence'), el('pre', { class: 'log inset', tabindex: '0', role: 'region', 'aria-label': 'Evidence' }, evidence || gate.evidence)] : ''),
  el('div', { 'data-key': 'gate-log' }, [...($('[data-key="gate-log"]', panel)?.childNodes || [])])]);
  if (panel.dataset.gate !== state.issue.id + state.issue.version) {
    panel.dataset.gate = state.issue.id + state.issue.version;
    loadLog('gate', $('[data-key="gate-log"]', panel));
  }
}

async function loadLog(step, into) {
  const log = await api(at(state.id, `/log?step=${step}`)).catch(() => null);
  if (log?.entries.length) into.replaceChildren(el('h2', { class: 'part' }, 'The whole output'), el('div', { class: 'panel log', tabindex: '0', role: 'region', 'aria-label': `Output of the ${step}` }, log.entries.map(entry)));
}

const entry = (each) => el('p', { class: each.kind }, (each.kind === 'tool' ? '› ' : each.kind === 'error' ? '! ' : '') + [each.head, each.text].filter(Boolean).join('  '));

function drawLog(panel) {
  const log = state.log;
  if (!log) return;
  let box = $('.log', panel);
  if (!log.count) {
    panel.replaceChildren(el('p', { class: 'panel empty' }, state.issue.attempts ? 'The agent has printed nothing yet.' : 'No agent has worked on this issue yet.'));
    return;
  }
  if (!box || box.dataset.attempt !== String(log.attempt)) {
    box = el('div', { class: 'panel log', tabindex: '0', role: 'log', 'aria-label': `Output of attempt ${log.attempt}`, 'data-attempt': String(log.attempt) });
    panel.replaceChildren(box);
  }
  const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
  const have = Number(box.dataset.count || 0);
  log.entries.slice(Math.max(0, have - log.first)).forEach((each) => box.append(entry(each)));
  while (box.childElementCount > MOST_ENTRIES) box.firstElementChild.remove();
  if (log.count !== have && isAtEnd) box.scrollTop = box.scrollHeight;
  box.dataset.count = String(log.count);
}

function drawAttempts(panel) {
  const issue = state.issue;
  const rows = [...issue.history].reverse().map((each) => el('tr', {}, el('td', {}, String(each.number)), el('td', {}, each.outcome ? chip(each.outcome) : chip('working')),
    el('td', {}, program(each.agent)), el('td', {}, each.endedAt ? span((Date.parse(each.endedAt) - Date.parse(each.at)) / 1000) : time(each.at, 'for')), el('td', {}, money(each.usage)), el('td', {}, each.reason)));
  const table = el('table', { class: 'plain' }, el('thead', {}, el('tr', {}, ['#', 'Outcome', 'Agent', 'Time', 'Used', 'Reason'].map((each) => el('th', { scope: 'col' }, each)))), el('tbody', {}, rows));
  patch(panel, [el('div', { class: 'panel scroll', 'data-key': 'attempts', tabindex: '0', role: 'region', 'aria-label': 'Attempts' }, rows.length ? table : el('p', { class: 'empty' }, 'No attempt yet.')),
    issue.corrections.length ? el('div', { class: 'panel whole', 'data-key': 'corrections' }, el('h2', {}, 'Corrections'), el('ul', {}, issue.corrections.map((each) => el('li', {}, el('strong', {}, each.category), ` ${each.text}`)))) : el('div', { 'data-key': 'corrections' })]);
}

// ---- changes: a diff with comments ----

function drawChanges(panel) {
  const diff = state.diff;
  if (!diff) return;
  const stamp = `${diff.attempt}:${diff.to || diff.version}:${state.mode}`;
  if (panel.dataset.stamp === stamp && panel.firstChild) { drawTools(); return; }
  if (panel.firstChild && $('textarea', panel)) { drawOther(panel); return; }
  panel.dataset.stamp = stamp;
  const files = state.mode === 'since' && diff.since ? diff.since.files : diff.files;
  const nothing = diff.state === 'none' ? 'There are no changes yet.' : state.mode === 'since' && !diff.since ? 'This is your first look: see all changes.' : state.mode === 'since' ? 'Nothing has changed since your last look.' : 'This work changes no files.';
  let budget = MOST_LINES;
  panel.replaceChildren(el('div', { class: 'tools', id: 'tools' }), el('div', { id: 'whole', class: 'whole' }),
    state.mode === 'since' && diff.since && !diff.since.merged ? el('p', { class: 'notice' }, 'The earlier work does not merge with what has landed since, so the files are compared as they were.') : '',
    ...files.map((each) => { const isOpen = each.lines.length <= Math.min(budget, 800); budget -= isOpen ? each.lines.length : 0; return file(each, isOpen); }),
    files.length ? '' : el('p', { class: 'panel empty' }, nothing), diff.whole ? '' : el('p', { class: 'notice' }, `The diff is too large to be shown whole; “roundhouse diff ${state.id}” prints all of it.`));
  diff.drafts.forEach((each) => showDraft(each.line, each.text));
  drawTools();
}

/** Says that there is other work, and leaves what is being typed alone. */
function drawOther(panel) {
  if ($('#newer')) return;
  panel.prepend(el('div', { class: 'notice', id: 'newer', role: 'alert' }, el('p', {}, 'There is newer work on this issue. Your text is still here; what you save or send now is about the work shown below.'),
    el('button', { type: 'button', 'data-act': 'reload' }, 'Show the newer work')));
}

function drawTools() {
  const diff = state.diff;
  const added = diff.files.reduce((sum, each) => sum + Math.max(0, each.added), 0);
  const removed = diff.files.reduce((sum, each) => sum + Math.max(0, each.removed), 0);
  const count = diff.drafts.length;
  const canSend = diff.commentable && state.issue.actions.includes('send');
  patch($('#tools'), [
    el('div', { class: 'seg', role: 'group', 'aria-label': 'Which changes', 'data-key': 'seg' }, ['all', 'since'].map((mode) =>
      el('button', { type: 'button', 'data-mode': mode, 'data-name': mode, 'aria-pressed': String(state.mode === mode) }, mode === 'all' ? 'All changes' : 'Since my last look'))),
    el('span', { class: 'grow', 'data-key': 'sum' }, `${plural(diff.files.length, 'file')}, `, el('span', { class: 'plus' }, `+${added}`), ' ', el('span', { class: 'minus' }, `−${removed}`), diff.attempt ? ` · attempt ${diff.attempt}` : '', diff.state === 'running' ? ', still running' : ''),
    diff.to ? el('button', { type: 'button', class: 'quiet', 'data-act': 'look', 'data-name': 'look', 'data-key': 'look', title: 'From now on, “since my last look” begins here' }, 'Mark as seen') : el('span', { 'data-key': 'look' }),
    diff.commentable ? el('button', { type: 'button', 'data-comment': '-1', 'data-name': 'general', 'data-key': 'general' }, 'Comment on all of it') : el('span', { 'data-key': 'general' }),
    canSend ? el('button', { type: 'button', class: count ? 'primary' : '', 'data-act': 'send', 'data-name': 'send', 'data-key': 'send', disabled: !count }, count ? `Send ${plural(count, 'comment')} to the agent` : 'Send to the agent') : el('span', { 'data-key': 'send' }),
  ]);
  if (diff.earlierDrafts && !$('#earlier')) {
    $('#whole').before(el('p', { class: 'notice', id: 'earlier' }, `Comments on earlier work were never sent; they are in ${diff.earlierDrafts}`));
  }
}

const MARKS = { '+': 'add', '-': 'del', '@': 'hunk' };

function file(each, isOpen) {
  const box = el('details', { class: 'file', open: isOpen }, el('summary', {}, el('span', { class: 'path' }, each.path), each.status === 'A' ? chip('new', 'good') : each.status === 'D' ? chip('deleted', 'bad') : '',
    each.added < 0 ? 'binary' : [el('span', { class: 'plus' }, `+${each.added}`), el('span', { class: 'minus' }, `−${each.removed}`)]));
  const fill = () => {
    if (box.childElementCount > 1) return;
    box.append(el('div', { class: 'code' }, el('table', { role: 'presentation' }, el('tbody', {}, each.lines.map((row) => line(each.path, row))))));
    state.diff.drafts.forEach((draft) => showDraft(draft.line, draft.text));
  };
  if (isOpen) fill();
  box.addEventListener('toggle', () => { if (box.open) fill(); });
  return box;
}

function line(path, [kind, text, number, index]) {
  const canComment = index !== undefined && state.diff.commentable;
  const shown = number || '';
  const gutter = canComment
    ? el('button', { type: 'button', 'data-comment': index, 'data-item': true, 'aria-label': `Comment on ${kind === '-' ? 'removed ' : ''}line ${number} of ${path}` }, String(shown))
    : el('span', {}, String(shown));
  return el('tr', { class: MARKS[kind] || false }, el('td', { class: 'n' }, gutter), el('td', { class: 'm' }, kind === '@' || kind === ' ' ? '' : kind), el('td', { class: 't' }, text));
}

/** Returns the place for a comment: a row below its line, or the box above the files. */
function placeOf(index, isMade) {
  if (index < 0) return $('#whole');
  const row = $(`button[data-comment="${index}"]`, $('#tabpanel'))?.closest('tr');
  if (!row) return null;
  if (row.nextElementSibling?.classList.contains('note')) return row.nextElementSibling.firstChild;
  if (!isMade) return null;
  const cell = el('td', { colspan: '3' });
  row.after(el('tr', { class: 'note' }, cell));
  return cell;
}

function clear(index) {
  const place = placeOf(index, false);
  if (place) place.replaceChildren();
  if (index >= 0) place?.closest('tr').remove();
}

function showDraft(index, text) {
  const place = placeOf(index, true);
  if (!place || $('textarea', place)) return;
  place.replaceChildren(el('div', { class: 'draft' }, el('p', {}, text), el('div', { class: 'buttons' },
    el('span', { class: 'where' }, 'Not sent yet'), el('button', { type: 'button', class: 'quiet', 'data-erase': index }, 'Delete'), el('button', { type: 'button', 'data-comment': index }, 'Edit'))));
}

function edit(index) {
  const place = placeOf(index, true);
  if (!place) return;
  if (!$('textarea', place)) {
    const text = state.diff.drafts.find((each) => each.line === index)?.text || '';
    const input = el('textarea', { rows: '3', 'aria-label': index < 0 ? 'Comment on all of the work' : 'Comment on this line', 'data-index': index });
    input.value = text;
    input.addEventListener('input', () => { clearTimeout(input.timer); input.timer = setTimeout(() => save(index, false), 800); });
    place.replaceChildren(el('div', { class: 'draft' }, input, el('div', { class: 'buttons' }, el('span', { class: 'where', 'data-saved': true }, 'Kept as a draft until you send it'),
      el('button', { type: 'button', class: 'quiet', 'data-erase': index }, 'Delete'), el('button', { type: 'button', class: 'primary', 'data-save': index }, 'Done'))));
  }
  $('textarea', place).focus();
}

async function save(index, isOver) {
  const place = placeOf(index, false);
  const input = place && $('textarea', place);
  if (!input) return;
  clearTimeout(input.timer);
  const text = input.value;
  try {
    await keep(index, text);
    const mark = $('[data-saved]', place);
    if (mark) mark.textContent = text.trim() ? 'Draft saved' : 'Empty: no draft is kept';
    if (isOver) {
      clear(index);
      if (text.trim()) showDraft(index, text.trim());
      back(index);
    }
  } catch (failed) {
    complain(failed);
  }
}

let keeping = Promise.resolve();
function keep(index, text) { // one after the other, so that the last one typed is the one kept
  const { id, diff: shown } = state;
  keeping = keeping.catch(() => null).then(async () => {
    const now = await api(at(id, '/comments'), { commit: shown.to, line: index, text }, 'PUT');
    if (state.diff?.to === now.to) { state.diff.drafts = now.drafts; drawTools(); }
  });
  return keeping;
}

/** Keeps what is being typed before its place on the page goes; tells whether the page may go on. */
async function keepTyped() {
  const kept = (index) => state.diff?.drafts.find((each) => each.line === index)?.text || '';
  const all = $$('#tabpanel textarea[data-index]').map((input) => {
    const { value } = input;
    const index = Number(input.dataset.index);
    clearTimeout(input.timer);
    if (value.trim() === kept(index) || value === input.refused) return true; // whoever goes on nevertheless may
    return keep(index, value).then(() => true, (failed) => {
      input.refused = value;
      complain(failed);
      return false;
    });
  });
  return (await Promise.all(all)).every(Boolean);
}

async function setMode(mode) {
  for (const each of $$('#tabpanel textarea')) await save(Number(each.dataset.index), true);
  if ($('#tabpanel textarea')) return; // it could not be kept, which was said
  state.mode = mode;
  drawTab();
}

function back(index) {
  ($(`button[data-comment="${index}"]`, $('#tabpanel')) || $('#tabpanel')).focus();
}

// ---- deciding ----

function ask(title, text, { label = '', yes, choices = null, fresh = false } = {}) {
  const box = $('#ask');
  $('#ask-title').textContent = title;
  $('#ask-text').textContent = text;
  $('#ask-label').textContent = label;
  $('#ask-label').hidden = !label;
  $('#ask-input').hidden = !label || !!choices;
  $('#ask-input').value = '';
  $('#ask-choice').hidden = !choices;
  $('#ask-choice').replaceChildren(...(choices || []).map((each) => el('option', {}, each)));
  $('#ask-check').hidden = !fresh;
  $('#ask-fresh').checked = false;
  $('#ask-yes').textContent = yes;
  box.returnValue = '';
  box.showModal();
  (choices ? $('#ask-choice') : label ? $('#ask-input') : $('#ask-yes')).focus();
  return new Promise((done) => {
    box.addEventListener('close', () => done(box.returnValue === 'yes' ? { text: $('#ask-input').value, choice: $('#ask-choice').value, fresh: $('#ask-fresh').checked } : null), { once: true });
  });
}

/** Returns the issue that a key or a button is about: the one that is open, or the focused one. */
function subject() {
  if (state.view === 'issue' && state.issue) return state.issue;
  const row = document.activeElement?.closest('[data-id]');
  return row ? { id: row.dataset.id, version: Number(row.dataset.version), decision: row.dataset.kind, actions: null } : null;
}

async function decide(action) {
  const issue = subject();
  if (!issue) { say('Choose an issue first: j and k move through the list.'); return; }
  if (issue.actions && !issue.actions.includes(action)) { say(`${issue.id} is ${issue.status.replaceAll('-', ' ')}: that is not possible now.`); return; }
  // what lands is what is shown, even if the issue has other work by now
  const shown = action === 'approve' && state.view === 'issue' && state.tab === 'changes' ? state.diff?.version : undefined;
  const version = Math.min(issue.version, shown ?? issue.version);
  const isStart = issue.decision === 'start';
  const questions = {
    approve: [isStart ? `Let ${issue.id} start?` : `Land ${issue.id}?`, isStart ? 'The next free worker takes it.' : 'Exactly the work you read lands, once its gate is green.', { yes: isStart ? 'Let it start' : 'Approve' }],
    refuse: [`Refuse ${issue.id}?`, 'The issue is skipped and its work is kept; a retry runs it again.', { label: 'Reason (optional)', yes: 'Refuse' }],
    retry: [`Retry ${issue.id}?`, 'With comments, the next attempt goes on from the kept work; without comments, it starts over.', { label: 'Comments for the agent (optional)', yes: 'Retry', fresh: true }],
    skip: [`Skip ${issue.id}?`, 'No agent works on it until you retry it.', { label: 'Reason (optional)', yes: 'Skip' }],
    cancel: [`Cancel ${issue.id}?`, 'Its agent is stopped, and its work is kept.', { label: 'Reason (optional)', yes: 'Cancel the issue' }],
    priority: [`Priority of ${issue.id}`, 'P0 comes first. The issue file is not changed.', { label: 'Priority', yes: 'Change', choices: ['P0', 'P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8', 'P9'] }],
  };
  const answer = await ask(...questions[action]);
  if (!answer) return;
  const body = { version };
  if (action === 'priority') body.priority = answer.choice;
  else if (action === 'retry') Object.assign(body, answer.text.trim() ? { comments: answer.text, fresh: answer.fresh } : {});
  else if (answer.text.trim()) body.reason = answer.text;
  await perform(issue.id, action, body);
}

const DONE = { approve: 'is approved', refuse: 'is refused', retry: 'runs again', skip: 'is skipped', cancel: 'is cancelled', priority: 'has its new priority', send: 'is sent back with your comments' };

async function perform(id, action, body) {
  try {
    const now = await api(at(id, `/${action}`), body);
    say(`${id} ${DONE[action]}.`);
    if (state.view === 'issue' && state.id === id) { state.issue = now; state.diff = null; delete $('#tabpanel')?.dataset.stamp; }
    await refresh();
  } catch (failed) {
    complain(failed);
  }
}

async function send() {
  if (state.tab !== 'changes') { openTab('changes'); return; }
  const open = $$('#tabpanel textarea');
  for (const each of open) await save(Number(each.dataset.index), true);
  if (!state.diff?.drafts.length) { say('There are no comments to send: choose a line and press c.'); return; }
  const answer = await ask(`Send ${plural(state.diff.drafts.length, 'comment')} to the agent?`, `The next attempt at ${state.id} goes on from this work with your comments.`, { yes: 'Send' });
  if (answer) await perform(state.id, 'send', { version: state.diff.version });
}

function complain(failed) {
  if (!(failed instanceof ApiError)) { say('The server cannot be reached; nothing was done. Your text is still here.'); return; }
  const now = failed.body?.now;
  if (failed.status === 409 && now) {
    const box = $('#alert') || main;
    $('#conflict')?.remove();
    box.prepend(el('div', { class: 'notice bad', id: 'conflict', role: 'alert', tabindex: '-1' },
      el('p', {}, el('strong', {}, `${failed.message}.`), ` It is ${now.status.replaceAll('-', ' ')} now, with ${plural(now.attempts, 'attempt')}: ${now.reason}`),
      el('button', { type: 'button', 'data-act': 'reload' }, 'Show the current state')));
    $('#conflict').focus();
    return;
  }
  say(`${failed.message}. ${failed.hint}`);
}

// ---- views ----

function parse() {
  const [, first, id, tab] = location.pathname.split('/');
  if (first !== 'issues' || !id) return { view: first === 'board' ? 'board' : 'home', id: '', tab: 'text' };
  return { view: 'issue', id: decodeURIComponent(id), tab: TABS.includes(tab) ? tab : 'text' };
}

async function show(isMove) {
  const next = parse();
  const isOther = next.view !== state.view || next.id !== state.id;
  Object.assign(state, next);
  if (isOther) Object.assign(state, { issue: null, diff: null, log: null, mode: 'all' });
  for (const each of $$('[data-nav]')) {
    if (each.dataset.nav === state.view) each.setAttribute('aria-current', 'page');
    else each.removeAttribute('aria-current');
  }
  await refresh();
  if (isMove && isOther) { window.scrollTo(0, 0); main.focus({ preventScroll: true }); }
}

/** Reads what is shown again, and draws it; the last one that was asked for wins. */
async function refresh() {
  clearTimeout(refreshing);
  refreshing = 0;
  const serial = ++state.serial;
  const begun = performance.now();
  try {
    const [home, view] = await Promise.all([api('home'), load()]);
    took = performance.now() - begun;
    if (serial !== state.serial) return;
    state.home = home;
    if (state.view === 'home') drawHome();
    if (state.view === 'board') drawBoard(view.board);
    if (state.view === 'issue') {
      state.issue = view.issue;
      if (view.diff) { const before = state.diff; state.diff = keepShown(before, view.diff); }
      if (view.log) state.log = view.log;
      drawIssue();
      drawTab();
    }
    drawTop();
    again(home);
  } catch (failed) {
    if (serial === state.serial) trouble(failed);
  }
}

/** Keeps the diff that a comment is being typed on; a newer one is only announced. */
function keepShown(before, now) {
  const isTyping = before && before.to !== now.to && $('#tabpanel textarea');
  if (isTyping) drawOther($('#tabpanel'));
  return isTyping ? before : now;
}

async function load() {
  if (state.view === 'board') return { board: await api('issues') };
  if (state.view !== 'issue') return {};
  const { id, tab } = state;
  const [issue, diff, log] = await Promise.all([api(at(id)), tab === 'changes' || !state.diff ? api(at(id, '/diff')) : null, tab === 'log' ? api(at(id, '/log')) : null]);
  return { issue, diff, log };
}

function trouble(failed) {
  if (failed instanceof ApiError && failed.status === 401) return;
  if (failed instanceof ApiError && !$('.group, .board, .issue')) {
    main.replaceChildren(el('div', { class: 'panel' }, el('h1', {}, failed.status === 404 ? 'Not found' : 'This cannot be shown'), el('p', {}, failed.message), el('p', { class: 'hint' }, failed.hint), el('a', { href: '/', 'data-link': true }, 'Needs you')));
  } else if (failed instanceof ApiError) {
    say(failed.message);
  }
}

/** What agents print is in no event: while some run, it is read every two seconds or so. */
let timer = 0;
function again(home) {
  clearTimeout(timer);
  if (home.run?.active && (home.running.length || home.queue.length) && !document.hidden) timer = setTimeout(refresh, Math.max(2000, took * 10));
}

function lock() {
  localStorage.removeItem('roundhouse-token');
  clearTimeout(timer);
  if ($('.lock')) return;
  const input = el('input', { type: 'password', id: 'token', autocomplete: 'off', required: true });
  const form = el('form', {}, el('label', { for: 'token' }, 'Token, or the whole link'), input, el('button', { type: 'submit', class: 'primary' }, 'Open'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    token.value = input.value.trim().replace(/^.*#token=/, '');
    start();
  });
  state.view = '';
  main.replaceChildren(el('div', { class: 'panel lock' }, el('h1', {}, 'Open the link'), el('p', {}, 'This page needs the token in the link that “roundhouse serve” printed. Open that link, or paste it here.'), form));
}

async function go(path) {
  if (path === location.pathname || !await keepTyped()) return;
  history.pushState(null, '', path);
  show(true);
}

function openTab(name) {
  go(`/issues/${encodeURIComponent(state.id)}${name === 'text' ? '' : `/${name}`}`);
}

// ---- clicks and keys ----

document.addEventListener('click', (event) => {
  const target = event.target.closest('a[data-link], button');
  if (!target) return;
  if (target.matches('a')) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(new URL(target.href).pathname);
    return;
  }
  const { act, tab, mode, comment, save: saved, erase } = target.dataset;
  if (tab) openTab(tab);
  else if (mode) setMode(mode);
  else if (comment !== undefined) edit(Number(comment));
  else if (saved !== undefined) save(Number(saved), true);
  else if (erase !== undefined) remove(Number(erase));
  else if (act === 'help') $('#help').showModal();
  else if (act === 'send') send();
  else if (act === 'reload') reload();
  else if (act === 'look') look();
  else if (act) decide(act);
});

async function remove(index) {
  clearTimeout($('textarea', placeOf(index, false) || document)?.timer);
  try {
    await keep(index, '');
    clear(index);
    back(index);
  } catch (failed) { complain(failed); }
}

function reload() {
  $('#conflict')?.remove();
  state.diff = null;
  delete $('#tabpanel')?.dataset.stamp;
  $('#tabpanel')?.replaceChildren();
  refresh().then(() => main.focus({ preventScroll: true }));
}

async function look() {
  try {
    await api(at(state.id, '/look'), { commit: state.diff.to });
    say('Noted. “Since my last look” begins here from now on.');
    reload();
  } catch (failed) { complain(failed); }
}

function step(by) {
  const items = $$('[data-item]', main).filter((each) => each.offsetParent);
  if (!items.length) return;
  const now = items.indexOf(document.activeElement);
  const next = items[now < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(items.length - 1, Math.max(0, now + by))];
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}

function commentHere() {
  if (state.view === 'home' || state.view === 'board') {
    const id = document.activeElement?.closest('[data-id]')?.dataset.id;
    if (id) go(`/issues/${encodeURIComponent(id)}/changes`);
    return;
  }
  if (state.tab !== 'changes') { openTab('changes'); return; }
  const line = document.activeElement?.closest('tr')?.querySelector('button[data-comment]');
  if (line) edit(Number(line.dataset.comment));
  else step(1);
}

const KEYS = {
  j: () => step(1), k: () => step(-1), c: commentHere, s: send, a: () => decide('approve'), r: () => decide('retry'), x: () => decide(subject()?.actions?.includes('skip') ? 'skip' : 'refuse'),
  h: () => go('/'), b: () => go('/board'), '?': () => $('#help').showModal(),
  l: () => { if (state.tab === 'changes') setMode(state.mode === 'all' ? 'since' : 'all'); },
};

document.addEventListener('keydown', (event) => {
  const input = event.target.closest('textarea, input, select');
  if (input) {
    const isDone = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    if (isDone && input.dataset.index) { event.preventDefault(); save(Number(input.dataset.index), true); }
    if (isDone && input.closest('dialog')) { event.preventDefault(); $('#ask-yes').click(); }
    if (event.key === 'Escape' && input.dataset.index) { event.preventDefault(); save(Number(input.dataset.index), true); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || $('dialog[open]')) return;
  const tab = event.target.closest('[role="tab"]');
  if (tab && ['ArrowLeft', 'ArrowRight'].includes(event.key)) {
    const next = TABS[(TABS.indexOf(tab.dataset.tab) + (event.key === 'ArrowRight' ? 1 : TABS.length - 1)) % TABS.length];
    openTab(next);
    $(`#tab-${next}`).focus();
    return;
  }
  const number = Number(event.key);
  if (number >= 1 && number <= TABS.length && state.view === 'issue') { openTab(TABS[number - 1]); return; }
  if (KEYS[event.key]) { event.preventDefault(); KEYS[event.key](); }
});

window.addEventListener('popstate', () => { keepTyped(); show(true); });
window.addEventListener('hashchange', () => { takeToken(); start(); });
window.addEventListener('beforeunload', (event) => { if ($$('textarea[data-index]').some((each) => each.timer && each.value.trim() && !state.diff?.drafts.some((draft) => draft.text === each.value.trim()))) event.preventDefault(); });
document.addEventListener('visibilitychange', () => {
  if (document.hidden) { stream.abort?.abort(); return; }
  connect();
  refresh();
});

function start() {
  if (!token.value) { lock(); return; }
  show(false);
  connect();
}

takeToken();
start();
