import { compare } from '../../lib/studies/compare';
import { renderBand } from '../../lib/report/band';
import { renderComparison } from '../../lib/report/render-comparison';
import { type World } from '../../lib/simulator/world/world';
import { sampleWorkload, sampleWorld } from '../report/sample-run';

/** Ten minutes with a peak, under an HPA at a target of utilization. */
function worldAt(averageUtilization: number, changes: Partial<World> = {}): World {
  const cpu = { type: 'Resource' as const, resource: 'cpu', target: { type: 'Utilization' as const, averageUtilization } };
  const autoscaler = { kind: 'hpa' as const, name: 'web', firstPassSeconds: 7, spec: { minReplicas: 2, maxReplicas: 12, metrics: [cpu] } };
  return sampleWorld({
    durationSeconds: 300,
    workloads: [sampleWorkload({ autoscaler })],
    flows: [{
      ...sampleWorld().flows[0],
      traffic: { kind: 'rate', stepSeconds: 1, perSecond: Float64Array.from({ length: 300 }, (_, s) => (s >= 60 && s < 150 ? 40 : 10)), arrivals: 'poisson' },
    }],
    ...changes,
  });
}

describe('a comparison', () => {
  it('runs every policy and the baselines on the same traffic', async () => {
    const shares: number[] = [];
    const { columns, notes } = await compare([{ name: 'careful', world: worldAt(30) }, { name: 'thrifty', world: worldAt(70) }], {
      onProgress: (share) => shares.push(share),
    });
    expect(columns.map(({ name, baseline }) => [name, baseline])).toEqual([
      ['careful', false], ['thrifty', false], ['default HPA (cpu 80 %)', true], [expect.stringMatching(/^fixed \d+$/), true],
    ]);
    const arrived = columns.map(({ summaries: [summary] }) => summary.flows[0].requests.arrived);
    expect(new Set(arrived).size).toBe(1);
    const [careful, thrifty, , fixed] = columns.map(({ summaries: [{ workloads: [web] }] }) => web);
    expect(careful.slo!.attainmentByRequest).toBeGreaterThan(thrifty.slo!.attainmentByRequest!);
    expect(careful.replicaHours).toBeGreaterThan(thrifty.replicaHours);
    expect(fixed.replicas.mean).toBe(Math.ceil(careful.replicas.mean));
    expect(notes).toEqual(['the fixed count is the mean of careful, rounded up']);
    expect(shares[shares.length - 1]).toBeCloseTo(1, 9);
    shares.slice(1).forEach((share, i) => expect(share).toBeGreaterThanOrEqual(shares[i] - 1e-9));
  });

  it('takes a fixed count that is given, and leaves out baselines that are not wanted', async () => {
    const { columns, notes } = await compare([{ name: 'a', world: worldAt(50) }], { baselines: [{ kind: 'fixed', replicas: 3 }] });
    expect(columns.map(({ name }) => name)).toEqual(['a', 'fixed 3']);
    expect(notes).toEqual([]);
  });

  it('begins the default HPA with one replica where the policy begins with none', async () => {
    const world = worldAt(50);
    const [asleep] = world.workloads.map((workload) => ({ ...workload, replicas: 0, autoscaler: { kind: 'fixed' as const, replicas: 0 } }));
    const { columns: [, { summaries: [{ workloads: [{ replicas, requests }] }] }] } = await compare([{ name: 'a', world: { ...world, workloads: [asleep] } }], {
      baselines: [{ kind: 'default-hpa' }],
    });
    expect(replicas.peak).toBeGreaterThanOrEqual(1);
    expect(requests.served).toBeGreaterThan(0);
  });

  it('says why there is no default HPA', async () => {
    const workload = sampleWorkload({ containers: [{ name: 'app', loadShare: 1, idleCpuMilli: 0, idleMemoryBytes: 0 }] });
    const { columns, notes } = await compare([{ name: 'a', world: worldAt(50, { durationSeconds: 60, workloads: [workload] }) }], {
      baselines: [{ kind: 'default-hpa' }],
    });
    expect(columns).toHaveLength(1);
    expect(notes).toEqual(['no default HPA: shop/Deployment/web requests no cpu in some container, so that a utilization cannot be computed']);
  });

  it('marks the best ratio to the optimum only where the optimum is the same for all', async () => {
    const ratios = (comparison: Awaited<ReturnType<typeof compare>>): string => (
      renderComparison(comparison).split('\n').find((line) => line.startsWith('optimum-ratio'))!
    );
    const easy = (name: string, averageUtilization: number) => {
      const world = worldAt(averageUtilization);
      return { name, world: { ...world, flows: world.flows.map((flow) => ({ ...flow, slo: { latencySeconds: 60, objective: 0.5 } })) } };
    };
    const policies = [easy('careful', 30), easy('thrifty', 45)];
    expect(ratios(await compare(policies, { baselines: [] }))).toContain('*');
    expect(ratios(await compare(policies, { baselines: [{ kind: 'fixed' }] }))).not.toContain('*');
  });

  it('refuses what cannot be compared', async () => {
    await expect(compare([])).rejects.toThrow('nothing to compare; add at least one policy');
    await expect(compare([{ name: 'a', world: worldAt(1) }, { name: 'a', world: worldAt(2) }])).rejects.toThrow("two policies are named 'a'; rename one of them");
    const other = worldAt(50, { workloads: [sampleWorkload({ id: 'shop/Deployment/api' })] });
    await expect(compare([{ name: 'a', world: worldAt(1) }, { name: 'b', world: other }])).rejects.toThrow("'a' has the workloads shop/Deployment/web, but 'b' has shop/Deployment/api");
  });
});

describe('a comparison of seeds', () => {
  const policies = [{ name: 'a|b', world: worldAt(30) }, { name: 'thrifty', world: worldAt(70) }];
  const compared = compare(policies, { seeds: [1, 2, 3], baselines: [{ kind: 'default-hpa' }] });

  it('is a Markdown table of medians with their span, the best in bold', async () => {
    const markdown = renderComparison(await compared, { markdown: true });
    expect(markdown).toContain('| ');
    expect(markdown.split('\n').find((line) => line.startsWith('|  |'))).toBe('|  | a\\|b | thrifty | _default HPA (cpu 80 %)_ |');
    expect(markdown).toMatch(/\| slo \| \*\*[\d.]+ % \([\d.]+ % to [\d.]+ %\)\*\* \|/);
    expect(markdown).toContain('and 2 more seeds: medians, with the span');
    expect(markdown.length).toBeLessThan(5000);
  });

  it('marks the best cost among the policies that hold the SLO', async () => {
    const { columns, notes } = await compared;
    const judged = columns.map(({ name, baseline, summaries }) => ({
      name, baseline,
      summaries: summaries.map((summary) => ({
        ...summary,
        flows: summary.flows.map((flow) => ({ ...flow, slo: { ...flow.slo!, met: name === 'a|b' } })),
        workloads: summary.workloads.map((workload) => ({ ...workload, slo: null })),
      })),
    }));
    const row = renderComparison({ columns: judged, notes }, { markdown: true }).split('\n').find((line) => line.startsWith('| replica-hours'))!;
    expect(row).toMatch(/^\| replica-hours \| \*\*[^*]+\*\* \| [^*]+ \| [^*]+ \|$/);
  });

  it('shows node hours and cost with node pools', async () => {
    const nodePools = [{
      name: 'pool', cpuMilli: 4000, memoryBytes: 2 ** 36, podsPerNode: 110, initialNodes: 1, minNodes: 1, maxNodes: 6, provisioning: { kind: 'deterministic' as const, value: 60 },
      scanSeconds: 10, removeEmptyAfterSeconds: 600, pricePerNodeHour: 2,
    }];
    const world = worldAt(50);
    const comparison = await compare([{ name: 'a', world: { ...world, nodePools, workloads: world.workloads.map((each) => ({ ...each, nodePool: 'pool' })) } }], { baselines: [] });
    const text = renderComparison(comparison);
    expect(text).toContain('\nnodes of pool\n');
    const [hours, cost] = ['node-hours', 'node-cost'].map((name) => Number(new RegExp(`\\n${name} +([\\d.]+)`).exec(text)![1]));
    expect(cost).toBeCloseTo(2 * hours, 2);
  });

  it('is a table for the terminal, within its width', async () => {
    const text = renderComparison(await compared, { width: 70 });
    expect(text.split('\n')[0]).toBe('Assumed');
    expect(text).toContain('[default HPA (cpu 80 %)]');
    const sentence = /: the HPA could not decide in /;
    for (const line of text.split('\n').slice(8).filter((each) => !sentence.test(each))) expect(line.length).toBeLessThanOrEqual(70);
  });

  it('gives each policy a band', async () => {
    const { columns: [{ summaries }] } = await compared;
    const band = renderBand(summaries);
    expect(band).toContain('3 seeds: ');
    const hours = summaries.map(({ workloads: [web] }) => web.replicaHours).sort((a, b) => a - b);
    const cells = /replica-hours +([\d.]+) h +([\d.]+) h +([\d.]+) h/.exec(band)!.slice(1).map(Number);
    cells.forEach((cell, i) => expect(cell).toBeCloseTo(hours[i], 2));
    expect(renderBand(summaries, { markdown: true })).toContain('| replica-hours | ');
  });
});
