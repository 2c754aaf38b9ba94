import { textAt } from '../../values/fields';
import { triggersOf } from '../analysis/autoscalers';
import { whyOnlyReady } from '../analysis/queue-counts';
import { type Rule } from '../rule/rule';

export const scaledJobStrategyFitsQueue: Rule = {
  id: 'KSC095',
  title: 'ScaledJob strategy matches what its queue counts',
  topic: 'autoscaling',
  severity: 'warning',
  reason: "KEDA's default strategy subtracts running Jobs from the queue length; if the queue no longer counts the messages that they have taken, KEDA starts too few Jobs",
  whatToChange: "set scalingStrategy.strategy to 'accurate'; write 'default' where a message stays in the queue until its Job is done",
  source: 'keda pkg/scaling/executor/scale_jobs.go; pkg/scalers, redis_scaler.go, redis_streams_scaler.go and rabbitmq_scaler.go, aws_sqs_queue_scaler.go',
  *check(manifests) {
    for (const job of manifests.ofKind('ScaledJob', 'keda.sh')) {
      // A strategy that is named is meant.
      if (textAt(job, 'spec', 'scalingStrategy', 'strategy') !== undefined) continue;
      for (const trigger of triggersOf(job)) {
        const why = whyOnlyReady(manifests, job, trigger);
        if (why === undefined) continue;
        yield { manifest: job, message: `scalingStrategy.strategy is not set, so KEDA subtracts running Jobs from the ${trigger.type} value, which does not count messages that they have taken (${why}); set scalingStrategy.strategy: accurate` };
      }
    }
  },
};
