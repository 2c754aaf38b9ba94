import { existsSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Schedule, ScheduleMechanism } from '../../lib';
import { ApiClient, type Json, resourcePath } from './api-client';
import { applyInOrder, createNamespace } from './manifest-group';
import { asServiceAccount, runPod } from './pod-process';
import { client, RUNNING } from './running';
import { Throwaway } from './throwaway';
import { webWithPolicy } from './web-policy';

/** Folder in which the script lets kubectl cache its discovery: in a cluster that is a volume of the pod. */
const KUBECTL_CACHE = '/tmp/kubectl';
const keepsCache = existsSync(KUBECTL_CACHE);
const place = new Throwaway('schedule-mechanism');
const [ACTING, RESTING] = ['schedule-acting', 'schedule-resting'];
const LEVEL = 7;
const BASE = 2;

beforeAll(async () => {
  const hour = new Date().getUTCHours();
  await apply(ACTING, Schedule.daily('0:00-24:00', { atLeast: LEVEL, timeZone: 'UTC' }));
  await apply(RESTING, Schedule.daily(`${(hour + 2) % 24}:00-${(hour + 3) % 24}:00`, { atLeast: LEVEL, timeZone: 'UTC' }));
}, 60_000);

afterAll(async () => {
  await place.end();
  if (!keepsCache) rmSync(KUBECTL_CACHE, { recursive: true, force: true });
});

describe('the CronJob of a schedule, run with its service account', () => {
  test('raises minReplicas while the schedule is active, and writes nothing when it is right already', async () => {
    expect(await floor(ACTING)).toBe(BASE);
    expect(await runOnce(ACTING, 'first')).toBe(`minReplicas of web was ${BASE} and is ${LEVEL}`);
    expect(await floor(ACTING)).toBe(LEVEL);
    expect(await runOnce(ACTING, 'second')).toBe(`minReplicas of web is ${LEVEL}`);
  }, 60_000);

  test('lowers minReplicas to that of the policy while no schedule is active', async () => {
    await client.merge(hpaPath(RESTING), { spec: { minReplicas: 9 } });
    expect(await runOnce(RESTING, 'first')).toBe(`minReplicas of web was 9 and is ${BASE}`);
    expect(await floor(RESTING)).toBe(BASE);
  }, 60_000);

  test('may get and patch that autoscaler only', async () => {
    const account = new ApiClient(await asServiceAccount(client, RUNNING, RESTING, 'web-schedule'));
    const { spec } = await client.get(hpaPath(RESTING));
    await client.create(hpaPath(RESTING, ''), { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'other' }, spec });
    const asks = async (method: string, path: string, body?: Json) => (await account.send(method, path, body && JSON.stringify(body), 'application/merge-patch+json')).status;
    const patch = { spec: { minReplicas: 3 } };
    expect(await asks('PATCH', hpaPath(RESTING), patch)).toBe(200);
    expect(await asks('GET', hpaPath(RESTING))).toBe(200);
    expect(await Promise.all([
      asks('PATCH', hpaPath(RESTING, 'other'), patch), asks('GET', hpaPath(RESTING, 'other')), asks('GET', hpaPath(RESTING, '')), asks('DELETE', hpaPath(RESTING)),
      asks('PATCH', hpaPath(ACTING), patch), asks('PATCH', resourcePath('apps/v1', 'deployments', RESTING, 'web'), patch),
      asks('GET', resourcePath('v1', 'secrets', RESTING)), asks('GET', resourcePath('v1', 'pods', RESTING)),
    ])).toEqual(Array(8).fill(403));
    account.close();
  }, 60_000);
});

/** A workload whose floor a CronJob sets. */
async function apply(namespace: string, schedule: Schedule): Promise<void> {
  const { manifests } = webWithPolicy(namespace, {
    minReplicas: BASE, maxReplicas: 20, schedules: [schedule], asOf: new Date().toISOString().slice(0, 10), scheduleMechanism: ScheduleMechanism.cronJob(),
  });
  await createNamespace(client, namespace, 'privileged');
  await applyInOrder(client, manifests);
}

/**
 * As `kubectl create job --from=cronjob/web-schedule` does; the pod that comes of it is run here, and its last line is
 * returned.
 */
async function runOnce(namespace: string, name: string): Promise<string> {
  const { spec: { jobTemplate } } = await client.get(resourcePath('batch/v1', 'cronjobs', namespace, 'web-schedule'));
  await client.create(resourcePath('batch/v1', 'jobs', namespace), { apiVersion: 'batch/v1', kind: 'Job', metadata: { name, annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' } }, spec: jobTemplate.spec });
  const pods = `${resourcePath('v1', 'pods', namespace)}?labelSelector=job-name%3D${name}`;
  for (;;) {
    const { items: [pod] } = await client.get(pods);
    if (pod) return (await runPod(place, client, RUNNING, pod)).trim().split('\n').at(-1)!;
    await pause(100);
  }
}

async function floor(namespace: string): Promise<number> {
  return (await client.get(hpaPath(namespace))).spec.minReplicas;
}

function hpaPath(namespace: string, name = 'web'): string {
  return resourcePath('autoscaling/v2', 'horizontalpodautoscalers', namespace, name || undefined);
}
