import { textAt } from '../../values/fields';
import { triggersOf } from '../analysis/autoscalers';
import { whyOnlyReady } from '../analysis/queue-counts';
import { type Rule } from '../rule/rule';

export const scaledJobStrategyFitsQueue: Rule = {
  id: 'KSC095',
  title: 'ScaledJob strategy matches what its queue counts',
  topic: 'autoscaling',
  severity: 'warning',
  reason: "KEDA's default strategy subtracts running Jobs from the queue length; where the queue no longer counts what they have taken, as many waiting messages get no Job",
  whatToChange: "set scalingStrategy.strategy to 'accurate'; write 'default' where a message stays in the queue until its Job is done",
  source: 'keda pkg/scaling/executor/scale_jobs.go; pkg/scalers, redis_scaler.go, redis_streams_scaler.go and rabbitmq_scaler.go, aws_sqs_queue_scaler.go',
  *check(manifests) {
    for (const job of manifests.ofKind('ScaledJob', 'keda.sh')) {
      // A strategy that is named is meant.
      if (textAt(job, 'spec', 'scalingStrategy', 'strategy') !== undefined) continue;
      for (const trigger of triggersOf(job)) {
        const why = whyOnlyReady(manifests, job, trigger);
        if (why === undefined) continue;
        yield { manifest: job, message: `subtracts running Jobs from what its ${trigger.type} trigger counts, which no longer counts what they have taken (${why}); set scalingStrategy.strategy: accurate` };
      }
    }
  },
};
