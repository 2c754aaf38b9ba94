import { textAt } from '../../values/fields';
import { settingOf, type Trigger, triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

const REDIS_LIST = /^redis(?:-cluster|-sentinel)?$/;
const REDIS_STREAM = /^redis-(?:cluster-|sentinel-)?streams$/;

/** Whether the number of a trigger leaves out what a worker has taken and not finished. */
function leavesOutTaken(trigger: Trigger): boolean {
  if (REDIS_LIST.test(trigger.type)) return true;
  if (REDIS_STREAM.test(trigger.type)) return settingOf(trigger, 'lagCount') !== undefined;
  if (trigger.type !== 'rabbitmq' || (settingOf(trigger, 'mode') ?? 'QueueLength') !== 'QueueLength') return false;
  // Over AMQP a queue tells what is ready; over HTTP all it has, unless that is asked to be left out.
  return settingOf(trigger, 'protocol') === 'amqp' || settingOf(trigger, 'excludeUnacknowledged') === 'true';
}

export const scaledJobStrategyFitsQueue: Rule = {
  id: 'KSC095',
  title: 'ScaledJob strategy matches what its queue counts',
  topic: 'autoscaling',
  severity: 'warning',
  reason: "KEDA's default strategy subtracts running Jobs from the queue length; where the queue no longer counts what they have taken, as many waiting messages get no Job",
  whatToChange: "set scalingStrategy.strategy to 'accurate'; write 'default' where a message stays in the queue until its Job is done",
  source: 'keda pkg/scaling/executor/scale_jobs.go; pkg/scalers, redis_scaler.go, redis_streams_scaler.go and rabbitmq_scaler.go',
  *check(manifests) {
    for (const job of manifests.ofKind('ScaledJob', 'keda.sh')) {
      // Whoever names one has thought of it.
      if (textAt(job, 'spec', 'scalingStrategy', 'strategy') !== undefined) continue;
      for (const trigger of triggersOf(job).filter(leavesOutTaken)) {
        yield { manifest: job, message: `takes the Jobs that run off what its ${trigger.type} trigger counts, which does not count them any more; set scalingStrategy.strategy: accurate` };
      }
    }
  },
};
