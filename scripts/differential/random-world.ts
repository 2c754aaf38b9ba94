import { RandomStream } from '../../lib/simulator/engine/random/random-stream';
import { type TrajectoryInput, TrajectoryReplay } from '../conformance/kinds/controller-trajectory';
import { chance, pick } from './draws';
import { RandomPods } from './random-pods';
import { RandomReadings } from './random-readings';
import { randomSetting } from './random-setting';
import type { World } from './upstream-controller';

/**
 * Seconds between passes: most often the sync period, and what meets the edge of a window, or misses it by a
 * millisecond.
 */
const STEPS = [15, 15, 15, 15, 15, 15, 15, 14.999, 15.001, 1, 10, 20, 30, 45, 60, 119.999, 120, 300, 300.001];

const DEFAULT_METRIC = { type: 'Resource', resource: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } as const;

/**
 * A world of a dozen to fifty passes. Its scale is what our controller made of it; where upstream's decides otherwise,
 * that pass is the one that shows it.
 *
 * @param minor the second number of the Kubernetes version.
 */
export function randomWorld(seed: number, minor: number): World {
  const random = new RandomStream(seed, 'world', String(minor));
  const setting = randomSetting(random, minor);
  const { minReplicas, maxReplicas, metrics = [DEFAULT_METRIC] } = setting.hpa;
  const ours = new TrajectoryReplay(setting, minor);
  const pods = new RandomPods(random);
  const readings = metrics.map((metric) => new RandomReadings(metric, random));
  const disturbance = pick(random, [0, 0.01, 0.04]);
  const passes: TrajectoryInput[] = [];
  let replicas = random.below(Math.min(maxReplicas, 30) + 2);
  let at = 0;
  for (let left = 12 + random.below(39); left > 0; left--) {
    // The workload is scaled by hand.
    if (chance(random, disturbance)) {
      replicas = Math.max(0, pick(random, [0, replicas + 1, replicas - 1, maxReplicas + 1, maxReplicas + 7, (minReplicas ?? 1) - 1]));
    }
    const present = pods.follow(replicas, at);
    const statusReplicas = pick(random, [replicas, replicas, replicas, present.length, Math.max(0, replicas - 1)]);
    const pass: TrajectoryInput = {
      at,
      specReplicas: replicas,
      statusReplicas,
      pods: present,
      metrics: readings.map((reading) => reading.read(present, statusReplicas, at)),
      controllerRestarted: chance(random, disturbance) || undefined,
      getScaleError: chance(random, disturbance) || undefined,
      updateScaleError: chance(random, disturbance) || undefined,
    };
    passes.push(pass);
    const { scaleUpdated, status } = ours.play(pass);
    if (scaleUpdated) replicas = status.desiredReplicas;
    at = Math.round((at + pick(random, STEPS)) * 1000) / 1000;
  }
  return { name: `seed ${seed}`, ...setting, passes };
}
