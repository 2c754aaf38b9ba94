import { type ApiObject, Duration, Size } from 'cdk8s';
import { type Construct } from 'constructs';
import { Cluster } from '../../kube/cluster';
import { containerManifest, ImagePullPolicy } from '../../kube/extra-container';
import { EnvValue } from '../../kube/env-value';
import { KubeObject } from '../../kube/kube-object';
import { LABEL, MANAGED_BY } from '../../kube/labels';
import { type NetworkPeer } from '../../kube/network-peer';
import { networkPolicy } from '../../kube/network-policy';
import { placementManifest } from '../../kube/placement';
import { PodVolume, volumeManifests } from '../../kube/pod-volume';
import { pullSecretsManifest } from '../../kube/pull-secrets';
import { wholeSeconds } from '../../kube/seconds';
import { type SecurityProfile } from '../../kube/security-profile';
import { SCHEDULES_ANNOTATION } from '../../values/annotations';
import { Cpu } from '../../values/cpu';
import { CLOCK_SCRIPT, CLOCK_SCRIPT_VARIABLES, clockScriptTable } from '../../schedule/clock-script';
import { tableOf } from '../../schedule/schedule-note';
import { UserError } from '../../values/user-error';
import { type Mechanism } from './mechanism';
import { cronField } from './cron-field';
import { type ScheduleCronJobOptions } from './schedule-cron-job-options';
import { type SchedulePlan } from './schedule-plan';

/** Debian image with kubectl, a shell and coreutils. */
const KUBECTL_IMAGE = 'registry.k8s.io/kubectl:v1.33.6';
/** Maximum length of a CronJob's name: the controller appends 11 characters. */
const LONGEST_NAME = 52;
const ANYWHERE: NetworkPeer[] = [{ cidr: '0.0.0.0/0' }, { cidr: '::/0' }];

/** Returns the mechanism of a CronJob that sets minReplicas of the HPA and can access no other object. */
export function cronJobMechanism(options: ScheduleCronJobOptions): Mechanism {
  const every = minutesBetween(options);
  return {
    name: 'ScheduleMechanism.cronJob()',
    worksWith: ['hpa'],
    changes: '/spec/minReplicas',
    create: (scope, plan) => cronJob(scope, plan, every, options),
  };
}

function minutesBetween({ every = Duration.minutes(15) }: ScheduleCronJobOptions): number {
  const minutes = wholeSeconds('every of a schedule', every, 60, 3600) / 60;
  if (60 % minutes !== 0) throw new UserError(`every is ${minutes} min; use whole minutes that divide an hour: 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 or 60`);
  return minutes;
}

function cronJob(scope: Construct, plan: SchedulePlan, every: number, options: ScheduleCronJobOptions): ApiObject[] {
  const { namespace } = plan.target;
  const name = `${plan.autoscaler}-schedule`;
  if (name.length > LONGEST_NAME) throw new UserError(`CronJob name '${name}' has ${name.length} characters, and at most ${LONGEST_NAME} are allowed; shorten the name of the policy`);
  const podLabels = { [LABEL.name]: name, [LABEL.instance]: name };
  const labels = { ...podLabels, [LABEL.component]: 'schedule', [LABEL.managedBy]: MANAGED_BY };
  const metadata = { name, namespace, labels };
  const account = new KubeObject(scope, 'ScheduleAccount', { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false });
  const role = new KubeObject(scope, 'ScheduleRole', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata,
    rules: [{ apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], resourceNames: [plan.autoscaler], verbs: ['get', 'patch'] }],
  });
  const binding = new KubeObject(scope, 'ScheduleRoleBinding', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, ...(namespace !== undefined && { namespace }) }],
  });
  const { apiServerCidrs, apiServerPorts = [443, 6443] } = options;
  const routes = [{ peers: apiServerCidrs?.map((cidr): NetworkPeer => ({ cidr })) ?? ANYWHERE, ports: apiServerPorts }];
  const policy = networkPolicy(scope, 'ScheduleNetworkPolicy', { metadata, podLabels, ingress: () => [], egress: () => routes });
  const spec = podSpec(Cluster.of(scope).security, name, plan, options);
  const job = new KubeObject(scope, 'ScheduleCronJob', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { ...metadata, annotations: { [SCHEDULES_ANNOTATION]: JSON.stringify(plan.note) } },
    spec: {
      schedule: `${minuteField(plan, every)} * * * *`,
      timeZone: 'Etc/UTC',
      // The newest run has the current time.
      concurrencyPolicy: 'Replace',
      startingDeadlineSeconds: 300,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 1,
      jobTemplate: { spec: { backoffLimit: 2, activeDeadlineSeconds: 240, template: { metadata: { labels }, spec } } },
    },
  });
  return [job, account, role, binding, policy];
}

/**
 * Returns the minute field of the CronJob: the minutes in UTC of each start and end, and those of the additional runs.
 */
function minuteField({ year }: SchedulePlan, every: number): string {
  const minutes = new Set(year.edges().slice(1).map(({ at }) => at % 60));
  for (let minute = 0; minute < 60; minute += every) minutes.add(minute);
  return cronField([...minutes], 0, 59);
}

function podSpec(security: SecurityProfile, name: string, plan: SchedulePlan, options: ScheduleCronJobOptions): object {
  const { image = KUBECTL_IMAGE, imagePullSecrets, nodeSelector, tolerations } = options;
  const mounts = [{ volume: PodVolume.emptyDir('tmp', Size.mebibytes(16)), path: '/tmp' }];
  return {
    serviceAccountName: name,
    automountServiceAccountToken: true,
    enableServiceLinks: false,
    restartPolicy: 'OnFailure',
    securityContext: security._podManifest(),
    ...pullSecretsManifest(imagePullSecrets),
    ...placementManifest({ nodeSelector, tolerations }),
    containers: [containerManifest({
      name: 'schedule',
      image,
      command: ['/bin/sh', '-c', CLOCK_SCRIPT],
      env: {
        [CLOCK_SCRIPT_VARIABLES.autoscaler]: EnvValue.value(plan.autoscaler),
        [CLOCK_SCRIPT_VARIABLES.base]: EnvValue.value(String(plan.minReplicas)),
        [CLOCK_SCRIPT_VARIABLES.table]: EnvValue.value(clockScriptTable(tableOf(plan.note))),
      },
      resources: { cpu: Cpu.millis(20), memory: Size.mebibytes(128), ephemeralStorage: Size.mebibytes(32), ephemeralStorageLimit: Size.mebibytes(64) },
      mounts,
    }, { pullPolicy: ImagePullPolicy.IF_NOT_PRESENT, security })],
    volumes: volumeManifests(mounts),
  };
}
