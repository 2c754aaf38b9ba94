import { CHARTS, Charts, type ChartKind } from './charts';
import { Sliders, TrafficChoice } from './controls';
import { byId, element } from './dom';
import { EXAMPLES, stateOf } from './examples';
import { type Judgement } from './judge';
import { fromFragment, LONGEST_LINK, toFragment } from './link';
import { figuresOf, lineOf, renderFigures, renderFindings } from './results';
import { Runner } from './runner';
import { KUBERNETES_VERSIONS, MOST_RECORDING, MOST_YAML, type Numbers, type State } from './state';

const TYPING_MS = 250;
const SLIDING_MS = 60;
const TRAFFIC_NUMBERS: readonly (keyof Numbers)[] = ['load', 'slo'];

const yaml = byId<HTMLTextAreaElement>('yaml');
const example = byId<HTMLSelectElement>('example');
const kubernetes = byId<HTMLSelectElement>('kubernetes');
const pick = byId<HTMLSelectElement>('workload');
const status = byId('status');
const message = byId('message');
const bar = byId<HTMLProgressElement>('progress');
const initial = stateOf(EXAMPLES[0]);

const sliders = new Sliders((name) => byId(TRAFFIC_NUMBERS.includes(name) ? 'traffic-sliders' : 'service-sliders'), initial, () => changed(SLIDING_MS));
const traffic = new TrafficChoice(byId('traffic'), () => changed(0));
const charts = new Charts(new Map((Object.keys(CHARTS) as ChartKind[]).map((kind) => {
  const box = element('div', { class: 'chart', role: 'img', 'aria-label': CHARTS[kind] });
  byId('charts').append(element('figure', {}, element('figcaption', {}, CHARTS[kind]), box));
  return [kind, box];
})));
const runner = new Runner(byId('worker').textContent ?? '', {
  progress: (share) => {
    bar.hidden = share >= 1;
    bar.value = share;
  },
  done: (judgement, milliseconds) => {
    bar.hidden = true;
    show(judgement, milliseconds);
  },
  failed: (text) => {
    bar.hidden = true;
    tell(text);
    status.textContent = 'Nothing was simulated.';
    document.body.classList.add('stale');
  },
});
let timer: ReturnType<typeof setTimeout> | undefined;
let current: Judgement | undefined;

function read(): State {
  return { ...sliders.get(), yaml: yaml.value, traffic: traffic.get(), kubernetes: kubernetes.value };
}

function write(state: State): void {
  yaml.value = state.yaml;
  kubernetes.value = state.kubernetes;
  traffic.set(state.traffic);
  sliders.set(state);
}

/** Takes notice of a change, and of the last one only where they come one after the other. */
function changed(wait: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const state = read();
    if (state.yaml.length > MOST_YAML) {
      tell(`The manifests have ${state.yaml.length} characters; this page takes ${MOST_YAML}. Use the command line.`);
      return;
    }
    status.textContent = 'Simulating…';
    runner.submit(state);
    void remember(state);
  }, wait);
}

/** Puts the state behind the # of the address, which browsers send nowhere. */
async function remember(state: State): Promise<void> {
  const whole = await toFragment(state);
  const fits = whole.length <= LONGEST_LINK;
  const short = fits ? whole : await toFragment({ ...state, traffic: typeof state.traffic === 'string' ? state.traffic : 'flash-sale' });
  byId('link-note').textContent = fits ? '' : 'The recording is too long for a link, which holds everything else.';
  try {
    history.replaceState(null, '', `#${short}`);
  } catch {
    // Some browsers allow a few changes a second, and none from a file; the button makes the link anew.
  }
}

function tell(text: string): void {
  message.textContent = text;
  message.hidden = text === '';
}

function show(judgement: Judgement, milliseconds: number): void {
  current = judgement;
  const { error, result, notes } = judgement;
  tell(error ?? '');
  document.body.classList.toggle('stale', result === undefined);
  byId('findings').replaceChildren(...renderFindings(judgement));
  byId('notes').replaceChildren(...[...notes, ...(result?.summary.assumptions ?? [])].map((note) => element('li', {}, note)));
  byId('scenario').textContent = judgement.scenario;
  const errors = judgement.findings.filter(({ severity }) => severity === 'error').length;
  byId('finding-count').textContent = judgement.findings.length === 0 ? '' : `${errors} errors, ${judgement.findings.length - errors} warnings`;
  if (!result) {
    status.textContent = 'Nothing was simulated.';
    return;
  }
  const names = result.summary.workloads.map(({ name }) => name);
  const chosen = Math.max(0, names.indexOf(pick.value));
  pick.replaceChildren(...names.map((name) => element('option', { value: name }, name)));
  pick.selectedIndex = chosen;
  byId('workload-box').hidden = names.length < 2;
  status.textContent = `${result.summary.flows.reduce((sum, { requests }) => sum + requests.arrived, 0).toLocaleString('en')} requests simulated in ${(milliseconds / 1000).toFixed(1)} s.`;
  showWorkload();
}

function showWorkload(): void {
  const result = current?.result;
  if (!result) return;
  const position = Math.max(0, pick.selectedIndex);
  const figures = figuresOf(result.summary.workloads[position], result.summary.durationSeconds);
  byId('figures').replaceChildren(...renderFigures(figures));
  byId('peek').textContent = `${lineOf(result.summary.workloads[position])} ↓`;
  charts.draw(result.data, result.data.workloads[position]);
  const said = figures.map(({ name, value }) => `${name} ${value}`).join(', ');
  document.querySelectorAll('.chart').forEach((box, i) => box.setAttribute('aria-label', `${Object.values(CHARTS)[i]} over time. ${said}`));
}

/** Takes a file: manifests by their name or their content, everything else is a recording. */
async function take(file: File): Promise<void> {
  const isManifest = /\.(?:ya?ml)$/i.test(file.name);
  const most = isManifest ? MOST_YAML : MOST_RECORDING;
  if (file.size > most) {
    tell(`${file.name} has ${file.size} bytes; this page takes ${most}. Use the command line.`);
    return;
  }
  const text = await file.text();
  if (isManifest || /^(?:\s*#.*\n)*\s*apiVersion:/.test(text)) yaml.value = text;
  else traffic.set({ name: file.name, text });
  changed(0);
}

function prepareFiles(): void {
  const input = byId<HTMLInputElement>('file');
  input.addEventListener('change', () => {
    void Promise.all([...input.files ?? []].map(take)).then(() => {
      input.value = '';
    });
  });
  addEventListener('dragover', (event) => {
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) document.body.classList.remove('dropping');
  });
  addEventListener('drop', (event) => {
    event.preventDefault();
    document.body.classList.remove('dropping');
    void Promise.all([...event.dataTransfer?.files ?? []].map(take));
  });
}

async function open(): Promise<void> {
  try {
    write(await fromFragment(location.hash) ?? initial);
    changed(0);
  } catch (error) {
    write(initial);
    tell(`${(error as Error).message}. An example is shown instead.`);
    // The message stays until something is changed.
    status.textContent = '';
  }
}

async function copyLink(): Promise<void> {
  await remember(read());
  const link = location.href;
  try {
    await navigator.clipboard.writeText(link);
    byId('copied').textContent = 'Link copied.';
  } catch {
    byId('copied').textContent = 'The link is in the address bar.';
  }
}

KUBERNETES_VERSIONS.forEach((version) => kubernetes.append(element('option', { value: version }, version)));
EXAMPLES.forEach(({ name }, i) => example.append(element('option', { value: i }, name)));
example.addEventListener('change', () => {
  const chosen = EXAMPLES[Number(example.value)];
  example.selectedIndex = 0;
  if (!chosen) return;
  write(stateOf(chosen));
  changed(0);
});
yaml.addEventListener('input', () => changed(TYPING_MS));
kubernetes.addEventListener('change', () => changed(0));
pick.addEventListener('change', showWorkload);
byId('copy').addEventListener('click', () => void copyLink());
byId('reset').addEventListener('click', () => {
  write(initial);
  changed(0);
});
addEventListener('hashchange', () => void open());
prepareFiles();
void open();
