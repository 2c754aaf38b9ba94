import { type WorkloadScenario } from '../../../lib/scenario/scenario';
import { tune } from '../../../lib/studies/tune/tune';
import { DAY, hpa, shop, usualDay } from './shop';

const OPTIONS = { daySeconds: DAY };
const quick = { ...OPTIONS, settings: ['target'] } as const;
const days = (count: number, busy = 20): number[][] => Array.from({ length: count }, () => usualDay(busy));
const RECORDED = { from: '2026-01-01T00:00:00Z', to: '2026-01-04T00:00:00Z', days: 3 };
const AGREES = { verdict: 'agrees', judgedDays: 2 } as const;
const calibrated = (more: Partial<WorkloadScenario['calibration']>): WorkloadScenario => ({ calibration: { recorded: RECORDED, agreement: AGREES, ...more } });

test('reports the nearest policy and three changes outside the policy where no policy holds the SLO', async () => {
  const slow = { startUp: { schedule: 1, warmPull: 2, boot: 200 } };
  const result = await tune(shop(days(4, 60), { web: slow, scenario: { slo: { latency: '300ms', objective: 0.999 } } }), quick);
  expect(result).toMatchObject({ decision: 'infeasible', change: null, judgement: null });
  expect(result.sentence).toMatch(/^no policy holds the SLO: the nearest holds it for .* too few; /);
  expect(result.nearest!.missingShare).toBeGreaterThan(0);
  expect(result.outside).toHaveLength(3);
  const shares = result.outside.map(({ attainment }) => attainment);
  expect(shares).toEqual([...shares].sort((a, b) => b - a));
  expect(shares[0]).toBeGreaterThan(result.nearest!.attainment);
  expect(result.outside.map(({ text }) => text).join()).toMatch(/instead of|half as long/);
});

test('gives no verdict on the SLO where a workload has no service time, whether a policy holds it or not', async () => {
  const warnings: string[] = [];
  const told: boolean[] = [];
  const of = (objective: number, latency: string): ReturnType<typeof tune> => (
    tune(shop(days(3), { web: { service: { cpuSeconds: 0.02 } }, scenario: { slo: { latency, objective } } }), {
      ...quick, onWarning: (sentence) => warnings.push(sentence), onProgress: () => told.push(warnings.length > 0),
    })
  );
  const [missed, held] = [await of(0.999, '1ms'), await of(0.5, '10s')];
  for (const { decision, change, sentence } of [missed, held]) {
    expect({ decision, change }).toEqual({ decision: 'unknown-service', change: null });
    expect(sentence).toMatch(/^unknown service, .*; set workloads\.web\.service, calibrate the service, or leave out its flow$/);
  }
  expect(missed.sentence).toContain('no policy was found that holds it with the service that is assumed');
  expect(missed.nearest!.missingShare).toBeGreaterThan(0);
  expect(warnings[0]).toMatch(/^unknown service: the answer will have relative figures and no verdict on the SLO; set workloads\.web\.service, calibrate/);
  expect(told[0]).toBe(true);
}, 60_000);

test('a search that is stopped judges the best policy so far', async () => {
  const stop = new AbortController();
  const input = shop(days(4));
  const whole = await tune(input, quick);
  const result = await tune(input, { ...quick, signal: stop.signal, onProgress: () => stop.abort() });
  expect(whole.stopped).toBe(false);
  expect(result.stopped).toBe(true);
  expect(result.effort.policies).toBeLessThan(whole.effort.policies);
  expect(result.judgement).not.toBeNull();
});

test('a policy that runs pods hotter than any that was recorded becomes a load test', async () => {
  const proven = await tune(shop(days(6), { web: calibrated({ highestLoadPerPod: 100 }) }), quick);
  expect(proven).toMatchObject({ decision: 'change', confidence: 'provisional' });
  const hot = await tune(shop(days(6), { web: calibrated({ highestLoadPerPod: 3 }) }), quick);
  expect(hot).toMatchObject({ decision: 'change', confidence: 'load-test' });
  expect(hot.evidence.join('\n')).toMatch(/web: its pods get up to .* requests per second, and the most that was recorded is 3: load one pod/);
});

test('a policy must hold the SLO with every service model that fits the recording', async () => {
  const slower = { time: { mean: '300ms', cv: 0.5 }, concurrency: 2, timeout: '10s' };
  const both = { ...OPTIONS, settings: ['bounds'] } as const;
  const saving = (result: Awaited<ReturnType<typeof tune>>): number => result.judgement!.podSaving.value;
  const sure = await tune(shop(days(3), { web: calibrated({}), autoscaler: hpa({ minReplicas: 8 }) }), both);
  const careful = await tune(shop(days(3), { web: calibrated({ alternatives: [slower] }), autoscaler: hpa({ minReplicas: 8 }) }), both);
  expect(saving(careful)).toBeLessThan(saving(sure));
  const hopeless = await tune(shop(days(3), { web: calibrated({ alternatives: [{ ...slower, time: { mean: '2s', cv: 0.5 } }] }) }), quick);
  expect(hopeless.decision).toBe('infeasible');
  expect(hopeless.sentence).toMatch(/^no policy holds the SLO with every service model that fits the recording: the nearest holds it for .* with the service model that fits best; /);
});

test('a margin for slower requests keeps more pods, and an unreachable one is reported', async () => {
  const of = (slower?: number): ReturnType<typeof tune> => (
    tune(shop(days(3), { autoscaler: hpa({ minReplicas: 8 }) }), { ...OPTIONS, settings: ['bounds'], guardRails: { slower } })
  );
  expect((await of(2)).judgement!.podSaving.value).toBeLessThan((await of()).judgement!.podSaving.value);
  await expect(of(3)).rejects.toThrow('requests that take longer by 3 cannot be tuned for; use a share above 0 and at most 2, as in 0.2');
  const hopeless = await tune(shop(days(3, 30), { autoscaler: hpa({ maxReplicas: 4 }) }), { ...quick, guardRails: { slower: 2 } });
  expect(hopeless.sentence).toMatch(/^no policy holds the SLO with requests that take 200 % longer: the nearest holds it for /);
});

test('prefers a policy that holds the SLO on resampled days over one at its edge', async () => {
  const [usual, hard, objective] = [usualDay(60, 12), usualDay(108, 12), 0.9975];
  const input = shop([usual, hard, ...Array.from({ length: 6 }, () => usual)], {
    autoscaler: hpa({ minReplicas: 18, maxReplicas: 40 }), scenario: { slo: { latency: '1s', objective } },
  });
  const { frontier, decision } = await tune(input, { ...OPTIONS, settings: ['target', 'bounds'], blocks: { judge: 4 } });
  const chosen = frontier.find(({ is }) => is === 'chosen')!;
  const cheaper = frontier.filter(({ holds, costPerDay }) => holds && costPerDay < chosen.costPerDay);
  expect(decision).toBe('change');
  expect(cheaper).not.toHaveLength(0);
  // With the hard day twice among four, the cheaper ones miss the SLO, and the chosen one does not.
  const twice = ({ attainment }: { attainment: number }): number => 1 - 2 * (1 - attainment);
  expect(Math.max(...cheaper.map(twice))).toBeLessThan(objective);
  expect(twice(chosen)).toBeGreaterThan(objective);
});

test('reports an unreachable budget with the cost of the nearest policy', async () => {
  const result = await tune(shop(days(4)), { ...quick, guardRails: { budgetPerDay: 0.1 } });
  expect(result.sentence).toMatch(/^no policy holds the SLO within the budget of 0.1 a day: the nearest holds it for .* and costs .* a day; /);
});

test('judged days with another level of traffic give no verdict', async () => {
  const result = await tune(shop([...days(3, 10), ...days(3, 40)]), quick);
  expect(result).toMatchObject({ decision: 'shifted', change: null });
  expect(result.sentence).toMatch(/^no verdict: the judged days have .* times the requests/);
});

test('a new image between the days to choose on and the last gives no verdict; one before them does', async () => {
  const at = (atSeconds: number) => tune(shop(days(6)), { ...quick, events: [{ atSeconds, text: 'web got the image shop/web:2' }] });
  const later = await at(4.5 * DAY);
  expect(later.sentence).toMatch(/^no verdict: web got the image shop\/web:2; tune on days after the change; what was best before it, not proven: cpu target from 50 % to /);
  expect(later).toMatchObject({ change: null, evidence: [] });
  expect(later.edits).toEqual(later.candidate!.edits);
  expect((await at(0.5 * DAY)).decision).toBe('change');
});

test('where the user wants resources first, a metric without use is left out', async () => {
  const metrics = [
    { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 40 } } },
    { type: 'Pods', pods: { metric: { name: 'http_requests_per_second' }, target: { type: 'AverageValue', averageValue: '5' } } },
  ];
  const input = shop(days(4), { autoscaler: hpa({ metrics }) });
  const result = await tune(input, { ...OPTIONS, settings: ['target', 'metrics'], guardRails: { resourcesFirst: true } });
  expect(result.settings).toContainEqual(expect.objectContaining({ setting: 'metrics', to: 'without http_requests_per_second' }));
});
