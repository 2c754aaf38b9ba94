import { parseFailOn } from '../../lib/results/fail-on';
import { judge, renderVerdicts } from '../../lib/results/verdict';
import { sampleSummary, sampleWorkloadSummary } from '../report/sample-summary';

const failed = (conditions: string, ...summaries: Parameters<typeof judge>[1]) => judge(parseFailOn(conditions), summaries).map((verdict) => verdict.failed);

describe('a verdict', () => {
  it.each([
    ['p99>300ms', true], ['p99>400ms', false], ['p99>=400ms', true], ['p99<1s', true], ['killed=3', true], ['killed>0.2%', true], ['killed>0.3%', false],
    ['slo<95%', false], ['slo<98%', true], ['flaps>2/h', true], ['back-to-min>20m', false], ['back-to-min>9m', true], ['optimum-ratio>1.5', true],
    ['idle>50%', false], ['peak-replicas>8', true],
  ])('of %s on the sample is %s', (condition, expected) => {
    expect(failed(condition, sampleSummary())).toEqual([expected]);
  });

  it('looks at flows for what happens to requests, and at every workload for replicas', () => {
    const slow = sampleWorkloadSummary({ name: 'generate', id: 'shop/Deployment/generate', latencySeconds: { mean: 9, p50: 9, p95: 9, p99: 9, max: 9 }, replicas: { peak: 20, mean: 9, last: 2 } });
    const summary = sampleSummary({ workloads: [sampleWorkloadSummary(), slow] });
    expect(failed('p99>1s, peak-replicas>15', summary)).toEqual([false, true]);
    expect(failed('generate:p99>1s, web:peak-replicas>15, Deployment/generate:p99>1s', summary)).toEqual([true, false, true]);
  });

  it('fails when one of several seeds fails, and says which', () => {
    const other = sampleSummary({ seed: 7, workloads: [sampleWorkloadSummary({ flaps: { count: 9, perHour: 9 } })] });
    const verdicts = judge(parseFailOn('flaps>5/h'), [sampleSummary(), other]);
    expect(renderVerdicts(verdicts)).toBe('FAILED flaps>5/h: web (seed 7) 9/h');
  });

  it('fails a latency that no request was answered within', () => {
    const unanswered = { mean: null, p50: null, p95: null, p99: null, max: null };
    const [flow] = sampleSummary().flows;
    expect(failed('p99>1h', sampleSummary({ flows: [{ ...flow, latencySeconds: unanswered }] }))).toEqual([true]);
  });

  it('fails a return to the minimum that the run did not see', () => {
    expect(failed('back-to-min>1d', sampleSummary({ workloads: [sampleWorkloadSummary({ backToMin: { longestSeconds: 60, returned: false } })] }))).toEqual([true]);
  });

  it('passes where no request came, and says so', () => {
    const [flow] = sampleSummary().flows;
    const empty = sampleSummary({
      flows: [{ ...flow, requests: { ...flow.requests, arrived: 0, served: 0 }, latencySeconds: { mean: null, p50: null, p95: null, p99: null, max: null } }],
    });
    const verdicts = judge(parseFailOn('p99>1s'), [empty]);
    expect(renderVerdicts(verdicts)).toBe('ok     p99>1s: web was not measured, as no request came');
  });

  it('prints the measured values of what failed and of what did not', () => {
    expect(renderVerdicts(judge(parseFailOn('p99>300ms, killed>0.5%'), [sampleSummary()]))).toBe('FAILED p99>300ms: web 400 ms\nok     killed>0.5%: web 0.3 %');
  });

  it('refuses a workload that is not in the run, and names those that are', () => {
    expect(() => failed('api:p99>1s', sampleSummary())).toThrow("'api:p99>1s' has 'api', which is not in the run; use the name or the id of one of shop/Deployment/web, web");
  });

  it('refuses a measure that nothing in the run has', () => {
    expect(() => failed('ttft-p95>1s', sampleSummary())).toThrow("'ttft-p95>1s' cannot be judged: ttft-p95 was not measured for web");
    const [flow] = sampleSummary().flows;
    expect(() => failed('slo<99%', sampleSummary({ flows: [{ ...flow, slo: null }] }))).toThrow('add an slo to the scenario');
    const unattainable = sampleWorkloadSummary({ optimum: { replicaHours: null, ratio: null, sloMissed: true } });
    expect(() => failed('optimum-ratio>2', sampleSummary({ workloads: [unattainable] }))).toThrow('no plan within the bounds holds the SLO');
    const assumed = sampleWorkloadSummary({ serviceState: 'assumed', optimum: { replicaHours: 2, ratio: null, sloMissed: true } });
    expect(() => failed('optimum-ratio>2', sampleSummary({ workloads: [assumed] }))).toThrow('an assumed service has no verdict');
    expect(failed('optimum-ratio>2', sampleSummary({ workloads: [{ ...assumed, serviceState: 'stated' }] }))).toEqual([true]);
  });
});
