import { fieldsListAt, textAt } from '../../manifest/fields';
import { type Rule } from '../rule';

/** Triggers whose number leaves out what a worker has taken. */
const WITHOUT_TAKEN: ReadonlySet<string> = new Set(['redis', 'redis-cluster', 'redis-sentinel', 'rabbitmq']);

/** The stream triggers, which do so when they go by the lag. */
const STREAM = /^redis-(?:cluster-|sentinel-)?streams$/;

export const jobStrategyFitsQueue: Rule = {
  id: 'KSC095',
  title: 'a ScaledJob starts Jobs for what its queue counts',
  topic: 'autoscaling',
  severity: 'warning',
  reason: "KEDA's own strategy takes the Jobs that run off the length of the queue; where the queue no longer counts what they have taken, as many of those that wait get no Job",
  whatToChange: "set scalingStrategy.strategy to 'accurate'; write 'default' where a message stays in the queue until its job is done",
  source: 'keda pkg/scaling/executor/scale_jobs.go',
  *check(manifests) {
    for (const job of manifests.ofKind('ScaledJob', 'keda.sh')) {
      // Whoever names one has thought of it.
      if (textAt(job, 'spec', 'scalingStrategy', 'strategy') !== undefined) continue;
      for (const trigger of fieldsListAt(job, 'spec', 'triggers')) {
        const type = textAt(trigger, 'type') ?? '';
        const isLag = STREAM.test(type) && textAt(trigger, 'metadata', 'lagCount') !== undefined;
        if (!WITHOUT_TAKEN.has(type) && !isLag) continue;
        yield { manifest: job, message: `takes the Jobs that run off what its ${type} trigger counts, which does not count them any more; set scalingStrategy.strategy: accurate` };
      }
    }
  },
};
