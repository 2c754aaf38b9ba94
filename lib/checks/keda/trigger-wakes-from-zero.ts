import { describeManifest } from '../../manifest/manifest';
import { minReplicasOf, triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

const FROM_PODS: ReadonlySet<string> = new Set(['cpu', 'memory']);
/** Triggers that see work which waits outside the pods, or that hold requests back until there is one. */
const SEES_WAITING_WORK = /kafka|queue|rabbitmq|redis|sqs|pubsub|kinesis|event-?hub|nats|pulsar|solace|stan|postgres|mysql|mssql|mongo|external|beanstalkd|artemis|activemq|temporal|etcd|cron/;

export const triggerWakesFromZero: Rule = {
  id: 'KSC028',
  title: 'workload scaled to zero has a trigger that can wake it',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'without pods there is no pod metric, and a Service without pods refuses a request before any counter sees it: the workload stays at zero',
  whatToChange: 'set minReplicaCount: 1, or add a trigger that sees the work from outside: a queue, a schedule, the KEDA HTTP add-on',
  source: 'keda docs, scaling deployments, cpu and memory scalers',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      const triggers = triggersOf(scaledObject).map(({ type }) => type);
      if (minReplicasOf(scaledObject) > 0 || triggers.length === 0) continue;
      const target = manifests.scaleTargetOf(scaledObject);
      const service = target && manifests.servicesSelecting(target)[0];
      if (triggers.every((type) => FROM_PODS.has(type))) {
        yield { manifest: scaledObject, message: 'scales to zero on nothing but the cpu and memory of its pods; set minReplicaCount to 1, or add a trigger that can wake it' };
      } else if (service && !triggers.some((type) => SEES_WAITING_WORK.test(type))) {
        yield { manifest: scaledObject, message: `scales to zero although ${describeManifest(service)} sends requests to its pods, which nothing holds until one is up; set minReplicaCount to 1` };
      }
    }
  },
};
