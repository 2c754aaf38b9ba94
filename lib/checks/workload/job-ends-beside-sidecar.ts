import { type Fields, fieldsListAt } from '../../values/fields';
import { type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { templatesOf } from '../analysis/containers';
import { injectedSidecarsOf, istioProxyOf, linkerdProxyOf } from '../analysis/injectors';
import { wordsOf } from '../analysis/model-servers';
import { type Rule, type TargetCluster } from '../rule/rule';

const JOBS: ReadonlySet<string> = new Set(['Job', 'CronJob', 'ScaledJob']);
/** Minor version of Kubernetes from which Istio 1.27 runs its proxy as a native sidecar. */
const ISTIO_NATIVE_SINCE = 33;
/** Calls by which a program stops the sidecar when it is done. */
const STOPS = /quitquitquit|linkerd-await|\/shutdown\b|\bpkill\b|\bkillall\b|kill\s+-/;

export const jobEndsBesideSidecar: Rule = {
  id: 'KSC155',
  title: 'Job ends although a sidecar is injected into its pods',
  topic: 'correctness',
  severity: 'warning',
  reason: 'a pod is done when all of its containers are: a sidecar that an injector adds runs on, the Job never completes, and a ScaledJob counts it as running until maxReplicaCount is reached and no further Job starts',
  whatToChange: 'run the proxy as a native sidecar, exclude the pods from the injection, or let the program stop the sidecar at its end',
  source: 'istio/istio issue 11045; linkerd docs, native sidecars; dapr docs, running Dapr with a Kubernetes Job; vault docs, agent injector annotations',
  *check(manifests, { clusterOf }) {
    for (const { workload, template } of templatesOf(manifests)) {
      if (!JOBS.has(workload.kind) || fieldsListAt(template.spec, 'containers').some(stopsSidecars)) continue;
      for (const { injector, container } of injectedSidecarsOf(manifests, workload)) {
        if (isNative(manifests, workload, injector, clusterOf(workload))) continue;
        const effect = workload.kind === 'ScaledJob' ? 'each Job runs on, until maxReplicaCount is reached and no further one starts' : 'the Job never completes';
        yield { manifest: workload, message: `${injector} injects the container '${container}', which does not end with the program: ${effect}; ${remedyOf(injector)}` };
      }
    }
  },
};

function stopsSidecars(container: Fields): boolean {
  return STOPS.test(wordsOf(container).join(' '));
}

function isNative(manifests: ManifestIndex, workload: Manifest, injector: string, { kubernetesVersion, isAssumed }: TargetCluster): boolean {
  if (injector === 'Linkerd') return linkerdProxyOf(manifests, workload)?.isNative === true;
  if (injector !== 'Istio') return false;
  const proxy = istioProxyOf(manifests, workload);
  if (proxy?.isNative) return true;
  return proxy?.pod('sidecar.istio.io/nativeSidecar') !== 'false' && isAssumed !== true && kubernetesVersion.minor >= ISTIO_NATIVE_SINCE;
}

function remedyOf(injector: string): string {
  switch (injector) {
    case 'Istio': return "annotate the pods with sidecar.istio.io/nativeSidecar: 'true', or label them sidecar.istio.io/inject: 'false'";
    case 'Linkerd': return "annotate the pods with config.beta.linkerd.io/proxy-enable-native-sidecar: 'true', or with linkerd.io/inject: disabled";
    case 'Vault': return "annotate the pods with vault.hashicorp.com/agent-pre-populate-only: 'true'";
    case 'Dapr': return "call Dapr's shutdown endpoint at the end of the program";
    default: return 'exclude the pods from the injection';
  }
}
