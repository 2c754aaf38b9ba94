import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

interface TestResult {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'pending';
}

const ROOT = join(__dirname, '..');
const RESULTS = join(ROOT, '.cache/e2e');
const PAGE = join(ROOT, 'docs/compatibility.md');

const INTRODUCTION = `# What was proven on which version of Kubernetes

This page is written by \`scripts/compatibility.ts\` from the last results of \`npm run test:e2e\`; \`-- --all\` runs both versions and writes it anew. A version without a column was not run: etcd, kube-apiserver and kube-controller-manager of each version run on loopback, built from the sources of
that release; a stand-in for the kubelet makes pods ready, and a test server answers the metrics APIs. A mark stands for a test that passed, a dash for one that the
version does not have.
`;

/** The results of the tests, by version, as jest has left them. */
function resultsByVersion(): Map<string, TestResult[]> {
  const files = readdirSync(RESULTS).filter((file) => /^1\.\d+\.\d+\.json$/.test(file));
  return new Map(files.map((file) => {
    const { testResults } = JSON.parse(readFileSync(join(RESULTS, file), 'utf8'));
    return [basename(file, '.json'), testResults.flatMap(({ assertionResults }: { assertionResults: TestResult[] }) => assertionResults)];
  }));
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
  const mark = (version: string, title: string) => ({ passed: '✓', failed: '✗', pending: '–', none: '–' })[results.get(version)!.find((test) => test.title === title)?.status ?? 'none'];
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = ([section, titles]: [string, Set<string>]) => [
    `\n## ${section.charAt(0).toUpperCase()}${section.slice(1)}\n`,
    row(['', ...versions]),
    row(['---', ...versions.map(() => '---')]),
    ...[...titles].sort().map((title) => row([title, ...versions.map((version) => mark(version, title))])),
  ];
  return `${[INTRODUCTION, ...[...sections].sort(([a], [b]) => a.localeCompare(b)).flatMap(table)].join('\n')}\n`;
}

writeFileSync(PAGE, page(resultsByVersion()));
process.stdout.write(`${PAGE} is up to date\n`);
