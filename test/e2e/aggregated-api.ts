import { setTimeout as pause } from 'node:timers/promises';
import { type ApiClient, type Json } from './api-client';

/** A version of a group of the Kubernetes API. */
export interface ApiGroup {
  readonly group: string;
  readonly version: string;
}

/** Makes the API server pass groups on to a port of loopback, by a service of a namespace of their own. */
export async function passOn(client: ApiClient, namespace: string, groups: readonly ApiGroup[], port: number): Promise<void> {
  await client.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  // An endpoint on loopback is refused, a name is not.
  await client.create(`/api/v1/namespaces/${namespace}/services`, {
    apiVersion: 'v1', kind: 'Service', metadata: { name: 'api' }, spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ port }] },
  });
  for (const { group, version } of groups) {
    const name = `${version}.${group}`;
    await client.create('/apis/apiregistration.k8s.io/v1/apiservices', {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name },
      spec: { group, version, service: { namespace, name: 'api', port }, insecureSkipTLSVerify: true, groupPriorityMinimum: 100, versionPriority: 100 },
    });
    while (!await isAvailable(client, name)) await pause(200);
  }
}

async function isAvailable(client: ApiClient, name: string): Promise<boolean> {
  const { status } = await client.get(`/apis/apiregistration.k8s.io/v1/apiservices/${name}`);
  return (status?.conditions ?? []).some(({ type, status: truth }: Json) => type === 'Available' && truth === 'True');
}
