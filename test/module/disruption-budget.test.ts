import { Chart, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { DisruptionBudget, PodCount, ScalingMode, ScalingPolicy } from '../../lib';
import { findingsOf, one } from '../support/charts';
import { emitted, moduleIn } from './support';

describe('a disruption budget', () => {
  test('allows the eviction of unhealthy pods', () => {
    expect(emitted('PodDisruptionBudget').spec).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
  });

  test('allows a quarter of the fewest replicas to be missing, one at least, and never blocks a drain', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 200 }), fc.boolean(), (fewest, fixed) => {
      const chart = Testing.chart();
      moduleIn(chart, fixed ? { replicas: fewest } : { scaling: { minReplicas: fewest, maxReplicas: 200 } });
      expect(one(chart, 'PodDisruptionBudget').spec.maxUnavailable).toBe(Math.max(1, Math.floor(fewest / 4)));
      expect(findingsOf(chart).filter((finding) => finding.includes('PodDisruptionBudget'))).toEqual([]);
    }), { numRuns: 25 });
  });

  test('follows the policy that comes to target the module after it', () => {
    const chart = Testing.chart();
    const module = moduleIn(chart, { replicas: 12 });
    expect(one(chart, 'PodDisruptionBudget').spec.maxUnavailable).toBe(3);
    new ScalingPolicy(chart, 'Policy', { target: module, maxReplicas: 20 });
    expect(one(chart, 'PodDisruptionBudget').spec.maxUnavailable).toBe(1);
  });

  test('uses the fixed replicas while a policy only observes', () => {
    const chart = new Chart(Testing.app(), 'web', { namespace: 'rag' });
    new ScalingPolicy(chart, 'Policy', { target: moduleIn(chart, { replicas: 12 }), maxReplicas: 20, mode: ScalingMode.observe() });
    expect(one(chart, 'PodDisruptionBudget').spec.maxUnavailable).toBe(3);
  });

  test('of one module ignores the policy of another', () => {
    const chart = Testing.chart();
    moduleIn(chart, { replicas: 12 });
    new ScalingPolicy(chart, 'Policy', { target: moduleIn(chart, { name: 'other', replicas: 2, disruptionBudget: DisruptionBudget.none() }), maxReplicas: 20 });
    expect(one(chart, 'PodDisruptionBudget').spec.maxUnavailable).toBe(3);
  });

  test('can be a share, or a number of pods that stay', () => {
    expect(emitted('PodDisruptionBudget', { disruptionBudget: DisruptionBudget.maxUnavailable(PodCount.percent(50)) }).spec.maxUnavailable).toBe('50%');
    const spec = emitted('PodDisruptionBudget', { scaling: { minReplicas: 3 }, disruptionBudget: DisruptionBudget.minAvailable(2) }).spec;
    expect(spec).toMatchObject({ minAvailable: 2 });
    expect(spec).not.toHaveProperty('maxUnavailable');
  });

  test.each([PodCount.absolute(0), PodCount.percent(0)])('that allows no eviction is rejected', (count) => {
    expect(() => DisruptionBudget.maxUnavailable(count)).toThrow('maxUnavailable is 0, which blocks every node drain; use PodCount.absolute(1)');
  });

  test('that keeps no pod is refused', () => {
    expect(() => DisruptionBudget.minAvailable(0)).toThrow('minAvailable is 0, which protects no pod; use at least 1, or DisruptionBudget.none()');
  });

  test('that requires all of the fewest replicas is rejected', () => {
    expect(() => emitted('PodDisruptionBudget', { disruptionBudget: DisruptionBudget.minAvailable(2) }))
      .toThrow('minAvailable (2) must be below the minimum replicas (2), or no node can be drained; use maxUnavailable 1');
  });
});
