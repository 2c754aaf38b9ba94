import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

interface TestResult {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'pending';
  /** True where it failed beside the others, and passed alone. */
  readonly secondTry?: true;
}

/** A scenario of test/e2e/signals, played and simulated. */
interface Predicted {
  readonly name: string;
  readonly happened: string;
  readonly predicted: string;
}

const ROOT = join(__dirname, '..');
const RESULTS = join(ROOT, '.cache/e2e');
const PAGE = join(ROOT, 'docs/compatibility.md');
const SECOND_TRY = ' (2)';
const MARKS = { passed: '✓', failed: '✗', pending: '–' };

const INTRODUCTION = `# Compatibility

Results of the end-to-end tests by version of Kubernetes. Look here for the versions on which a feature was tried
against the real components.

\`npm run test:e2e -- --all\` runs them and writes this page (\`scripts/compatibility.ts\`). etcd, kube-apiserver and
kube-controller-manager of each version run on loopback, built from the sources of that release. Prometheus,
prometheus-adapter, KEDA and Kafka run beside them where a section names them. A stand-in for the kubelet makes pods
Ready.

| mark | meaning |
| --- | --- |
| ✓ | passed |
| ✗ | failed |
| – | not on this version |
| (2) | a test that follows a clock failed beside the others and passed alone |
`;

const PREDICTIONS = `
## Real replicas and predictions

Replicas from second 0 on: on the API server, and predicted by the simulator from the same manifests and traffic
(seed 1). Here the HPA controller syncs every second, Prometheus scrapes every 5 s, and KEDA polls every 5 s.
`;

/** The results of the tests, by version, as jest has left them. */
function resultsByVersion(): Map<string, TestResult[]> {
  const files = readdirSync(RESULTS).filter((file) => /^1\.\d+\.\d+\.json$/.test(file));
  return new Map(files.map((file) => {
    const { testResults } = JSON.parse(readFileSync(join(RESULTS, file), 'utf8'));
    return [basename(file, '.json'), testResults.flatMap(({ assertionResults }: { assertionResults: TestResult[] }) => assertionResults).map(withoutNumber)];
  }));
}

/** Tests that differ by a number alone are one line of the page. */
function withoutNumber(result: TestResult): TestResult {
  return { ...result, title: result.title.replace(/,? \d+ of (\d+)$/, ': $1') };
}

function page(results: Map<string, TestResult[]>): string {
  const versions = [...results.keys()].sort((a, b) => Number(a.split('.')[1]) - Number(b.split('.')[1]));
  const sections = new Map<string, Set<string>>();
  for (const tests of results.values()) {
    for (const { ancestorTitles, title } of tests) {
      const section = ancestorTitles[0] ?? 'The tests themselves';
      sections.set(section, (sections.get(section) ?? new Set()).add(title));
    }
  }
  const mark = (version: string, title: string) => {
    const tests = results.get(version)!.filter((test) => test.title === title);
    const worst = (['failed', 'pending', 'passed'] as const).find((status) => tests.some((test) => test.status === status)) ?? 'pending';
    return `${MARKS[worst]}${tests.some(({ secondTry }) => secondTry) ? SECOND_TRY : ''}`;
  };
  const tables = [...sections].sort(([a], [b]) => a.localeCompare(b)).flatMap(([section, titles]) => [
    `\n## ${section.charAt(0).toUpperCase()}${section.slice(1)}\n`,
    row(['test', ...versions]),
    row(['---', ...versions.map(() => '---')]),
    ...[...titles].sort().map((title) => row([title, ...versions.map((version) => mark(version, title))])),
  ]);
  return `${[INTRODUCTION, ...tables, ...versions.slice(-1).flatMap(predictions)].join('\n')}\n`;
}

/** Predictions that the signal scenarios have left in their result files. */
function predictions(version: string): string[] {
  const folder = join(RESULTS, `${version.split('.').slice(0, 2).join('.')}.signals`);
  if (!existsSync(folder)) return [];
  const scenarios = readdirSync(folder).sort().map((file): Predicted => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  return [PREDICTIONS, row([`on ${version}`, 'replicas', 'prediction']), row(['---', '---', '---']), ...scenarios.map(({ name, happened, predicted }) => row([name, happened, predicted]))];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

writeFileSync(PAGE, page(resultsByVersion()));
process.stdout.write(`${PAGE} is up to date\n`);
