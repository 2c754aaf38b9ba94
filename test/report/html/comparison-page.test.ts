import { renderComparison } from '../../../lib/report/render-comparison';
import { renderComparisonHtml } from '../../../lib/report/html/comparison-page';
import { compare, type Comparison } from '../../../lib/studies/compare';
import { sampleWorkload, sampleWorld } from '../sample-run';

const HOSTILE = '</script><img src=x onerror=alert(1)>';
const FAST = { ...sampleWorkload().startUp, boot: { kind: 'deterministic' as const, value: 1 } };

/** The sample with a late SLO, at most three pods, and from the start with eight. */
async function compared(changes: Parameters<typeof sampleWorkload>[0] = {}): Promise<Comparison> {
  const slo = { latencySeconds: 2, objective: 0.9 };
  const policy = (maxReplicas: number, minReplicas: number) => sampleWorld({
    workloads: [sampleWorkload({
      ...changes, startUp: FAST, replicas: minReplicas, autoscaler: { kind: 'hpa', name: 'web', spec: { minReplicas, maxReplicas }, firstPassSeconds: 7 },
    })],
    flows: [{ ...sampleWorld().flows[0], slo }],
  });
  return compare([{ name: HOSTILE, world: policy(3, 2) }, { name: 'large', world: policy(12, 8) }, { name: 'huge', world: policy(12, 11) }], { baselines: [], keepRuns: true });
}

describe('policies side by side', () => {
  let comparison: Comparison;
  beforeAll(async () => {
    comparison = await compared();
  });

  test('compares policies that hold the SLO, and explains why the others miss it', () => {
    const text = renderComparison(comparison, { width: 1000 });
    expect(text).toMatch(/\nConclusion\n {2}large holds the SLO at [\d.]+ of cost, huge at [\d.]+: large is [\d.]+ % cheaper\.\n/);
    expect(text).toMatch(/misses the SLO of web \([\d.]+ % in time\): at maxReplicas 3 from 09:1\d to 09:1\d \(\d+ %\)/);
    expect(renderComparison(comparison, { markdown: true })).toContain('large holds the SLO at ');
  });

  test('the terminal prints a legend of the marks that occur', () => {
    const marks = '\n* best of its row; for hours and cost, among those that hold the SLO\n';
    expect(renderComparison(comparison)).toContain(`${marks}\nConclusion`);
    const columns = comparison.columns.map((column, i) => ({ ...column, baseline: i === 2 }));
    expect(renderComparison({ columns, notes: [] })).toContain(`${marks}[in brackets] a baseline\n\nConclusion`);
  });

  test('a page shows every policy over one axis, and escapes their names', () => {
    const page = renderComparisonHtml(comparison, comparison.columns.map(({ name, run }) => ({ name, run: run! })));
    expect(page).not.toContain('<img');
    expect(page).toContain('large holds the SLO at ');
    const { lines, workloads } = JSON.parse(/id="data">([^]*?)<\/script>/.exec(page)![1]) as { lines: { rows: { label: string; values: number[] }[]; seconds: number[] }[]; workloads: unknown[] };
    expect(workloads).toEqual([]);
    expect(lines).toHaveLength(3);
    for (const { rows, seconds } of lines) {
      expect(rows.map(({ label }) => label)).toEqual([HOSTILE, 'large', 'huge']);
      for (const { values } of rows) expect(values).toHaveLength(seconds.length);
    }
    expect(page.match(/data-kind="lines"/g)).toHaveLength(3);
  });

  test('says that a single policy misses the SLO, with its share', () => {
    const missed = { columns: comparison.columns.slice(0, 1), notes: [] };
    expect(renderComparison(missed, { width: 1000 })).toMatch(/does not hold the SLO: [\d.]+ % of the requests are in time\./);
  });
});

test('an assumed service gives no cheapest policy', async () => {
  expect(renderComparison(await compared({ serviceState: 'assumed' }), { width: 1000 })).toContain('Which policy is the cheapest that holds the SLO is not known');
});
