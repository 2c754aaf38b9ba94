import { type Fields, fieldsListAt, textAt } from '../../values/fields';
import { type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { PRELOAD_SOURCES_ANNOTATION } from '../../values/annotations';
import { templatesOf } from '../analysis/containers';
import { initContainersOf, istioProxyOf, linkerdProxyOf } from '../analysis/injectors';
import { wordsOf } from '../analysis/model-servers';
import { type Rule } from '../rule/rule';

/** Users whose traffic the meshes leave alone. */
const PROXY_USERS = { Istio: 1337, Linkerd: 2102 } as const;
const EXCLUSIONS = ['excludeOutboundPorts', 'excludeOutboundIPRanges'];
const CALLS = /\b(?:https?|s3|gs|redis|rediss|postgres|postgresql|mysql|amqp|mongodb|grpc):\/\/|\b(?:curl|wget|nc|ncat|git clone|pg_isready|psql|mysqladmin|redis-cli|huggingface-cli|hf download|aws s3|gsutil|rclone|nslookup|dig|alembic|flyway|liquibase|wait-for(?:-it)?|dockerize)\b/;

export const initContainerNeedsNoMeshProxy: Rule = {
  id: 'KSC120',
  title: 'init container needs no network before the mesh proxy runs',
  topic: 'correctness',
  severity: 'warning',
  reason: 'the mesh redirects the traffic of the pod to its proxy, which starts after the init containers: connections of an init container are refused, and the pod never starts',
  whatToChange: 'run the proxy as a native sidecar, exclude the port or the address from the redirection, or run the init container as the user of the proxy',
  source: 'istio docs, cni, compatibility with application init containers; linkerd docs, cni plugin; linkerd proxy configuration',
  *check(manifests) {
    for (const { workload } of templatesOf(manifests)) {
      const mesh = redirectingMesh(manifests, workload);
      if (!mesh) continue;
      for (const container of initContainersOf(manifests, workload)) {
        if (!callsNetwork(workload, container) || runsAs(manifests, workload, container) === PROXY_USERS[mesh]) continue;
        yield { manifest: workload, message: `init container '${textAt(container, 'name')}' uses the network before the ${mesh} proxy runs: its connections are refused; ${remedyOf(mesh)}` };
      }
    }
  },
};

/**
 * Istio's init container or CNI plugin runs before those of the application; Linkerd's runs after them, save with its
 * CNI plugin.
 */
function redirectingMesh(manifests: ManifestIndex, workload: Manifest): keyof typeof PROXY_USERS | undefined {
  const istio = istioProxyOf(manifests, workload);
  if (istio && !istio.isNative && !EXCLUSIONS.some((name) => (istio.pod(`traffic.sidecar.istio.io/${name}`) ?? '') !== '')) return 'Istio';
  const linkerd = linkerdProxyOf(manifests, workload);
  const hasPlugin = manifests.ofKind('DaemonSet', 'apps').some(({ metadata }) => /linkerd-cni/.test(String(metadata.name)));
  return linkerd && hasPlugin && !linkerd.isNative && (linkerd.pod('config.linkerd.io/skip-outbound-ports') ?? '') === '' ? 'Linkerd' : undefined;
}

function callsNetwork(workload: Manifest, container: Fields): boolean {
  const values = fieldsListAt(container, 'env').map((variable) => textAt(variable, 'value') ?? '');
  return CALLS.test([...wordsOf(container), ...values].join(' ')) || (/preload|download/.test(textAt(container, 'name') ?? '') && textAt(workload, 'metadata', 'annotations', PRELOAD_SOURCES_ANNOTATION) !== undefined);
}

function runsAs(manifests: ManifestIndex, workload: Manifest, container: Fields): unknown {
  const own = (container.securityContext as Fields | undefined)?.runAsUser;
  return own ?? (manifests.podTemplateOf(workload)?.spec.securityContext as Fields | undefined)?.runAsUser;
}

function remedyOf(mesh: keyof typeof PROXY_USERS): string {
  return mesh === 'Istio'
    ? "annotate the pods with sidecar.istio.io/nativeSidecar: 'true', or with traffic.sidecar.istio.io/excludeOutboundPorts"
    : "annotate the pods with config.beta.linkerd.io/proxy-enable-native-sidecar: 'true', or with config.linkerd.io/skip-outbound-ports";
}
