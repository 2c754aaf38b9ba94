import { textAt } from '../../values/fields';
import { triggersOf } from '../analysis/autoscalers';
import { whyOnlyReady, whyUnfinished } from '../analysis/queue-counts';
import { type Rule } from '../rule/rule';

/** Strategies that do not subtract running Jobs. */
const NOT_SUBTRACTING: ReadonlySet<string> = new Set(['accurate', 'eager']);

export const scaledJobStrategyFitsQueue: Rule = {
  id: 'KSC095',
  title: 'ScaledJob strategy matches what its queue counts',
  topic: 'autoscaling',
  severity: 'warning',
  reason: "KEDA's default strategy subtracts running Jobs from the queue length, and accurate and eager do not: where the queue no longer counts the messages that Jobs have taken, default starts too few Jobs; where it still counts them, the others start new Jobs for them at each poll",
  whatToChange: "set scalingStrategy.strategy to 'accurate' where the queue counts only waiting messages, and to 'default' where a message is counted until its Job is done",
  source: 'keda pkg/scaling/executor/scale_jobs.go; pkg/scalers, redis_scaler.go, redis_streams_scaler.go and rabbitmq_scaler.go, aws_sqs_queue_scaler.go',
  *check(manifests) {
    for (const job of manifests.ofKind('ScaledJob', 'keda.sh')) {
      const strategy = textAt(job, 'spec', 'scalingStrategy', 'strategy');
      for (const trigger of triggersOf(job)) {
        if (strategy === undefined) {
          const why = whyOnlyReady(manifests, job, trigger);
          if (why !== undefined) yield { manifest: job, message: `scalingStrategy.strategy is not set, so KEDA subtracts running Jobs from the ${trigger.type} value, which does not count messages that they have taken (${why}); set scalingStrategy.strategy: accurate` };
          continue;
        }
        const why = NOT_SUBTRACTING.has(strategy) ? whyUnfinished(manifests, job, trigger) : undefined;
        if (why !== undefined) yield { manifest: job, message: `scalingStrategy.strategy is ${strategy}, so KEDA does not subtract running Jobs from the ${trigger.type} value, which counts their messages until they are deleted (${why}): each poll starts further Jobs for the same messages; set scalingStrategy.strategy: default, unless a Job deletes its message first` };
      }
    }
  },
};
