import '../../lib/entry/jest';
import { assertConditions, assertNoRequestLost, assertSlo, checkSlo } from '../../lib/results/assertions';
import { simulate } from '../../lib/simulator/engine/simulate';
import { sampleRun, sampleWorld } from '../report/sample-run';

const calm = simulate(sampleWorld({ durationSeconds: 300 }));

describe('an assertion', () => {
  it('passes where the SLO is held, for one run and for several', () => {
    expect(calm).toHoldSlo();
    expect([calm, simulate(sampleWorld({ durationSeconds: 300, seed: 2 }))]).toHoldSlo();
    assertSlo(calm);
  });

  it('reports the share of requests in time where the SLO is missed', () => {
    expect(() => expect(sampleRun()).toHoldSlo()).toThrow(/^web: [\d.]+ % of the requests were answered within 500 ms; the objective is 95 %$/);
    expect(() => assertSlo(sampleRun())).toThrow('the objective is 95 %');
    expect(sampleRun()).not.toHoldSlo();
    expect([calm, sampleRun()]).not.toHoldSlo();
  });

  it('takes another SLO, of a flow or of a workload', () => {
    expect(calm).toHoldSlo({ latency: '3s', objective: 0.9 });
    expect(calm).toHoldSlo({ of: 'Deployment/web', latency: 3, objective: 0.9 });
    expect(calm).not.toHoldSlo({ latency: '1ms', objective: 0.5 });
    expect(sampleRun()).not.toHoldSlo({ latency: '60s' });
  });

  it('counts an answer at most as often as it was given', () => {
    const { served, arrived } = sampleRun().flows[0].counters;
    expect(checkSlo(sampleRun(), { latency: 60 }).message).toContain(`${(Math.floor(served / arrived * 1000) / 10).toFixed(0).slice(0, 2)}`);
  });

  it('requires all conditions to be true', () => {
    expect(calm).toMeet('p99 <= 10s, killed = 0, peak-replicas <= 12');
    expect(() => expect(calm).toMeet('p99 <= 1ms, killed = 0')).toThrow(/^does not hold: p99 <= 1ms, as web has [\d.]+ m?s\nholds: killed = 0, as web has 0$/);
    expect(() => assertConditions(calm, 'p99 <= 1ms')).toThrow('does not hold');
    expect(sampleRun()).toMeet('optimum-ratio > 1');
  });

  it('requires that no request is lost', () => {
    expect(calm).toLoseNoRequest();
    expect(() => expect(sampleRun()).toLoseNoRequest()).toThrow(/^web: \d+ timed out, 0 were killed, 0 were refused$/);
    expect(() => assertNoRequestLost(sampleRun())).toThrow('timed out');
  });

  it('refuses names, latencies and conditions that it does not know', () => {
    expect(() => expect(calm).toHoldSlo({ of: 'api' })).toThrow("'api' is not in the run; name one of web, shop/Deployment/web");
    expect(() => expect(calm).toHoldSlo({ latency: '3 parsecs' })).toThrow("'parsecs' is not a unit of latency; latency takes 300ms");
    expect(() => expect(calm).toHoldSlo({ of: 'shop/Deployment/web' })).not.toThrow();
    expect(() => expect(calm).toMeet('p98 < 1s')).toThrow("unknown measure 'p98'");
  });
});
