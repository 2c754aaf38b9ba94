import { type CanaryStep, type Progression } from '../../../../lib/simulator/world/world';
import { Cluster } from './clusters';

const pods = (value: number) => ({ unit: 'pods', value } as const);
const weight = (percent: number): CanaryStep => ({ kind: 'weight', percent });
const pause = (seconds: number): CanaryStep => ({ kind: 'pause', seconds });
const ROUTED = { dynamicStableScale: false, scaleDownDelaySeconds: 30, minPods: 1 };

/** Ten pods and a rollout at second 10; pods are Ready a few seconds after their creation. */
function rolledOut(progression: Progression, promoteSeconds?: number): Cluster {
  const cluster = new Cluster({ balancer: { kind: 'random' }, rollout: { maxSurge: pods(1), maxUnavailable: pods(0), ordered: false, progression } });
  cluster.controller.begin(10);
  cluster.runUntil(10).controller.rollOut(promoteSeconds);
  return cluster;
}

/** Pods of the old and of the new revision, and those that the Service selects. */
function at(cluster: Cluster, seconds: number): { old: number; fresh: number; served: number; scaled: number } {
  cluster.runUntil(seconds);
  const active = cluster.controller.pods.filter((pod) => pod.active);
  const fresh = active.filter(({ revision }) => revision > 0).length;
  return { old: active.length - fresh, fresh, served: active.filter((pod) => pod.served).length, scaled: cluster.controller.scaledReplicas };
}

test('a canary follows its weights and pauses, and replaces all pods', () => {
  const cluster = rolledOut({ kind: 'canary', steps: [weight(20), pause(300), weight(50), pause(60)] });
  expect(at(cluster, 200)).toEqual({ old: 8, fresh: 2, served: 10, scaled: 10 });
  expect(at(cluster, 305)).toEqual({ old: 8, fresh: 2, served: 10, scaled: 10 });
  expect(at(cluster, 400)).toEqual({ old: 5, fresh: 5, served: 10, scaled: 10 });
  expect(at(cluster, 900)).toEqual({ old: 0, fresh: 10, served: 10, scaled: 10 });
});

test('a pause without a duration holds the rollout, and the autoscaler scales both revisions', () => {
  const cluster = rolledOut({ kind: 'canary', steps: [weight(20), pause(Infinity)] });
  expect(at(cluster, 5000)).toMatchObject({ old: 8, fresh: 2 });
  cluster.controller.scale(20, 'hpa', 'above target');
  expect(at(cluster, 6000)).toMatchObject({ old: 16, fresh: 4 });
  cluster.controller.scale(5, 'hpa', 'below target');
  expect(at(cluster, 7000)).toMatchObject({ old: 4, fresh: 1 });
});

test('promoteAfter ends each pause without a duration, and no other pause', () => {
  const cluster = rolledOut({ kind: 'canary', steps: [weight(20), pause(Infinity), weight(50), pause(600), weight(80), pause(Infinity)] }, 300);
  expect(at(cluster, 300)).toMatchObject({ old: 8, fresh: 2 });
  expect(at(cluster, 800)).toMatchObject({ old: 5, fresh: 5 });
  expect(at(cluster, 1100)).toMatchObject({ old: 2, fresh: 8 });
  expect(at(cluster, 2000)).toMatchObject({ old: 0, fresh: 10 });
});

test('promoteAfter promotes a preview without automatic promotion', () => {
  const blueGreen = { kind: 'blue-green', promotionSeconds: Infinity, scaleDownDelaySeconds: 30 } as const;
  expect(at(rolledOut(blueGreen), 2000)).toMatchObject({ old: 10, fresh: 10 });
  expect(at(rolledOut(blueGreen, 300), 2000)).toMatchObject({ old: 0, fresh: 10 });
});

test('behind a traffic router the stable pods stay until the switch, and for the delay after it', () => {
  const cluster = rolledOut({ kind: 'canary', steps: [{ kind: 'scale', replicas: 3 }, pause(100), { kind: 'scale' }, weight(50), pause(100)], routing: ROUTED });
  expect(at(cluster, 100)).toEqual({ old: 10, fresh: 3, served: 10, scaled: 13 });
  expect(at(cluster, 190)).toEqual({ old: 10, fresh: 5, served: 15, scaled: 15 });
  const end = [...Array(200).keys()].map((second) => at(cluster, 200 + second));
  const afterSwitch = end.filter(({ old, served }) => old === 10 && served === 10);
  expect(afterSwitch.length).toBeGreaterThanOrEqual(29);
  expect(afterSwitch.length).toBeLessThanOrEqual(31);
  expect(end.at(-1)).toEqual({ old: 0, fresh: 10, served: 10, scaled: 10 });
});

test('dynamicStableScale removes stable pods as the canary takes their traffic', () => {
  const cluster = rolledOut({ kind: 'canary', steps: [weight(30), pause(300)], routing: { ...ROUTED, dynamicStableScale: true } });
  expect(at(cluster, 200)).toEqual({ old: 7, fresh: 3, served: 10, scaled: 10 });
  expect(at(cluster, 900)).toEqual({ old: 0, fresh: 10, served: 10, scaled: 10 });
});

test('the pods of a preview take no requests and are not counted by the autoscaler until they are promoted', () => {
  const cluster = rolledOut({ kind: 'blue-green', previewReplicas: 2, promotionSeconds: 60, scaleDownDelaySeconds: 30 });
  expect(at(cluster, 60)).toEqual({ old: 10, fresh: 2, served: 10, scaled: 10 });
  const end = [...Array(200).keys()].map((second) => at(cluster, 61 + second));
  expect(end.filter(({ old, fresh, served }) => old === 10 && fresh === 10 && served === 10).length).toBeGreaterThanOrEqual(30);
  expect(end.at(-1)).toEqual({ old: 0, fresh: 10, served: 10, scaled: 10 });
});

test('a preview without a promotion stays beside the active pods', () => {
  const cluster = rolledOut({ kind: 'blue-green', promotionSeconds: Infinity, scaleDownDelaySeconds: 30 });
  expect(at(cluster, 5000)).toEqual({ old: 10, fresh: 10, served: 10, scaled: 10 });
});

test('a second rollout within the first replaces its pods as well', () => {
  const cluster = rolledOut({ kind: 'canary', steps: [weight(20), pause(Infinity)] });
  cluster.runUntil(200).controller.rollOut();
  cluster.runUntil(600);
  const revisions = cluster.controller.pods.filter((pod) => pod.active).map(({ revision }) => revision);
  expect([0, 1, 2].map((each) => revisions.filter((revision) => revision === each).length)).toEqual([8, 0, 2]);
});
