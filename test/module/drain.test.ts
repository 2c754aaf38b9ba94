import { Duration } from 'cdk8s';
import { Drain, KubernetesVersion } from '../../lib';
import { chartOn, one } from '../support/charts';
import { emittedContainer, emittedPod, moduleIn } from './support';

describe('a drain', () => {
  test('takes 15 s of the 60 s grace period by default', () => {
    expect(emittedContainer().lifecycle).toEqual({ preStop: { exec: { command: ['sleep', '15'] } } });
    expect(emittedPod().terminationGracePeriodSeconds).toBe(60);
  });

  test.each([[KubernetesVersion.V1_29, { exec: { command: ['sleep', '15'] } }], [KubernetesVersion.V1_30, { sleep: { seconds: 15 } }]])(
    'sleeps on Kubernetes %s by the supported kind of hook', (version, preStop) => {
      const chart = chartOn(version);
      moduleIn(chart);
      expect(one(chart, 'Deployment').spec.template.spec.containers[0].lifecycle).toEqual({ preStop });
    });

  test('can be a command of the image, or left out', () => {
    expect(emittedContainer({ drain: Drain.command(['/app/drain']) }).lifecycle).toEqual({ preStop: { exec: { command: ['/app/drain'] } } });
    expect(emittedContainer({ drain: Drain.none() })).not.toHaveProperty('lifecycle');
  });

  test('that takes the whole grace period is refused', () => {
    expect(() => emittedPod({ drain: Drain.sleep(Duration.seconds(60)) })).toThrow('the drain (60 s) must be shorter than the termination grace period (60 s)');
  });

  test.each([0, 1.5])('of %d s is refused', (seconds) => {
    expect(() => emittedPod({ drain: Drain.sleep(Duration.millis(seconds * 1000)) })).toThrow(`the drain must be a whole number of seconds, at least 1, got ${seconds} s`);
  });

  test('without a program is refused', () => {
    expect(() => Drain.command([])).toThrow('the drain command is an empty list; name a program, or use Drain.none()');
  });
});
