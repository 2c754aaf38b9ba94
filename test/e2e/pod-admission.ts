import { type ApiClient, type Json, resourcePath } from './api-client';

/**
 * Why a namespace lets in no pod made of a manifest's template; undefined where it does, and where there is no
 * template.
 */
export async function refusalOfPod(client: ApiClient, namespace: string, manifest: Json): Promise<string | undefined> {
  const template = podTemplate(manifest);
  if (!template) return undefined;
  // Its account is of another namespace, and says nothing of its privileges.
  const spec = { ...template.spec, serviceAccountName: undefined, volumes: [...template.spec.volumes ?? [], ...claimedVolumes(manifest)] };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { ...template.metadata, generateName: 'pod-' }, spec };
  const { status, body, warnings } = await client.send('POST', `${resourcePath('v1', 'pods', namespace)}?dryRun=All`, JSON.stringify(pod));
  const problems = status >= 300 ? [body.message] : warnings;
  return problems.length === 0 ? undefined : `${manifest.kind} ${manifest.metadata.name}: ${problems.join('; ')}`;
}

/** Volumes that a StatefulSet adds to its pods. */
function claimedVolumes({ spec }: Json): Json[] {
  return (spec.volumeClaimTemplates ?? []).map(({ metadata: { name } }: Json) => ({ name, persistentVolumeClaim: { claimName: name } }));
}

/** Pod template of a workload, or of the Jobs that a CronJob creates. */
export function podTemplate({ spec }: Json): Json | undefined {
  const template = spec?.jobTemplate?.spec?.template ?? spec?.template;
  return template?.spec?.containers ? template : undefined;
}
