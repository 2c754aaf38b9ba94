import { renderSummary } from '../../lib/report/render-summary';
import { renderCharts } from '../../lib/report/run-charts';
import { summarize } from '../../lib/results/summarize';
import { simulate } from '../../lib/simulator/engine/simulate';
import { type SlotService } from '../../lib/simulator/world/world';
import { sampleRun, sampleWorkload, sampleWorld } from '../report/sample-run';

describe('a summary', () => {
  const summary = summarize(sampleRun());
  const [web] = summary.workloads;

  it('accounts for every request', () => {
    const { arrived, served, timedOut, killed, refused, inFlight } = web.requests;
    expect(served + timedOut + killed + refused + inFlight).toBe(arrived);
    expect(summary.flows[0].requests).toEqual(web.requests);
  });

  it('counts the most requests waiting at once, whatever the points of the series', () => {
    const world = sampleWorld();
    const peaks = [7, 50, 5_000].map((maxSeriesPoints) => (
      summarize(simulate({ ...world, limits: { ...world.limits, maxSeriesPoints } }), { optimum: false }).workloads[0].queuePeak
    ));
    expect(peaks).toEqual([web.queuePeak, web.queuePeak, web.queuePeak]);
    expect(web.queuePeak).toBeGreaterThan(Math.max(...sampleRun().workloads[0].series.queue));
  });

  it('measures the SLO by request and by minute', () => {
    const { served, late, arrived, inFlight } = sampleRun().flows[0].counters;
    expect(web.slo).toMatchObject({ latencySeconds: 0.5, objective: 0.95, met: false });
    expect(web.slo!.attainmentByRequest).toBeCloseTo((served - late) / (arrived - inFlight), 9);
    expect(web.slo!.attainmentByMinute).toBeGreaterThan(0.8);
    expect(web.slo!.attainmentByMinute).toBeLessThan(1);
  });

  it('counts what is paid for', () => {
    expect(web.replicaHours).toBeCloseTo(sampleRun().workloads[0].replicaSeconds / 3600, 9);
    expect(web.cost).toBeCloseTo(web.replicaHours * 0.1, 9);
    expect(web.idleShare).toBeCloseTo(1 - sampleRun().workloads[0].busySlotSeconds / sampleRun().workloads[0].replicaSeconds, 9);
  });

  it('is the same in memory as in JSON', () => {
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
  });

  it('has the keys of its version', () => {
    const paths = (value: unknown, path: string): string[] => (value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, inner]) => paths(inner, `${path}.${key}`)) : [path.slice(1)]);
    expect([...paths({ ...summary, flows: null, workloads: null }, ''), ...paths(web, '.workloads[]')]).toMatchSnapshot();
  });

  it('leaves the optimum out without the option', () => {
    expect(summarize(sampleRun(), { optimum: false }).workloads[0].optimum).toBeNull();
  });

  it('does not count requests against the SLO that may yet be answered in time, but counts those that wait too long', () => {
    const service: SlotService = {
      kind: 'slots', time: { kind: 'deterministic', value: 100 }, concurrency: 1, cpuSecondsPerRequest: 0, memoryBytesPerRequest: 0, timeoutSeconds: Infinity,
      queueLimit: Infinity,
    };
    const world = sampleWorld({
      durationSeconds: 60,
      workloads: [sampleWorkload({ autoscaler: { kind: 'fixed', replicas: 2 }, service })],
      flows: [{ ...sampleWorld().flows[0], traffic: { kind: 'requests', at: Float64Array.of(10, 59.8) } }],
    });
    expect(summarize(simulate(world)).flows[0].slo).toMatchObject({ attainmentByRequest: 0, met: false });
    const late = { ...world, flows: [{ ...world.flows[0], traffic: { kind: 'requests' as const, at: Float64Array.of(59.8) } }] };
    expect(summarize(simulate(late)).flows[0].slo).toMatchObject({ attainmentByRequest: null, met: true });
  });

  it('begins with the assumptions, and calls figures relative without a service model', () => {
    expect(renderSummary(summary).split('\n').slice(0, 2)).toEqual(['Assumed', '  · pods start in 20 s']);
    const assumed = simulate(sampleWorld({ durationSeconds: 60, workloads: [sampleWorkload({ serviceState: 'assumed' })] }));
    expect(renderSummary(summarize(assumed)).split('\n')[1]).toBe('  · unknown service: relative figures only, as no service model was given and one is assumed');
  });

  it('is printed with the SLO above the figures', () => {
    const text = renderSummary(summary);
    expect(text).toMatch(/\n30 m from Monday 2026-01-05 09:00:00 UTC, seed 1, Kubernetes 1\.35, \d\d \d{3} requests\n\nSLO of web: 95 % within 500 ms: MISSED \([\d.]+ % of the requests in time; [\d.]+ % of the minutes met it\)/);
    expect(text).toMatch(/\nreplica-hours +1\.\d+ h\n/);
    expect(text).not.toContain('ttft');
  });

  it('comes with charts of demand against capacity and of replicas', () => {
    const charts = renderCharts(sampleRun(), { width: 60, ascii: true });
    expect(charts).toContain('web: requests/s   . capacity   # demand');
    expect(charts).toContain('web: replicas   . desired   # ready');
    expect(charts).toMatch(/09:00 +09:07 +09:15 +09:22 +09:30/);
  });
});
