import { Duration, Size, Testing } from 'cdk8s';
import {
  Cluster, Cpu, type ExtraContainer, FinalManifest, ImagePullPolicy, KubernetesVersion, ModuleServiceAccount, PodVolume, SecurityProfile,
} from '../../lib';
import { chartOn, findingsOf, one } from '../support/charts';
import { emittedContainer, emittedPod, moduleIn } from './support';

const helper: ExtraContainer = { name: 'helper', image: 'registry.example.com/helper:2', resources: { cpu: Cpu.millis(50), memory: Size.mebibytes(64) } };

describe('the pods of a module', () => {
  test('keep the restricted standard, with a read-only root and a writable /tmp of limited size', () => {
    const pod = emittedPod();
    expect(pod.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      fsGroup: 10001,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(pod.containers[0].securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(pod.volumes).toEqual([{ name: 'tmp', emptyDir: { sizeLimit: '512Mi' } }]);
    expect(pod.containers[0].volumeMounts).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
  });

  test('can be those of an image that needs its own user', () => {
    const pod = emittedPod({ security: SecurityProfile.imageDefaults() });
    expect(pod.securityContext).toEqual({ seccompProfile: { type: 'RuntimeDefault' } });
    expect(pod.containers[0].securityContext).toMatchObject({ readOnlyRootFilesystem: false, allowPrivilegeEscalation: false });
  });

  test('get neither a token nor the addresses of every service', () => {
    expect(emittedPod()).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false, serviceAccountName: 'retriever' });
  });

  test('get a token on request', () => {
    const chart = Testing.chart();
    moduleIn(chart, { serviceAccount: ModuleServiceAccount.create({ mountToken: true }) });
    expect(one(chart, 'Deployment').spec.template.spec.automountServiceAccountToken).toBe(true);
    expect(one(chart, 'ServiceAccount').automountServiceAccountToken).toBe(true);
    expect(emittedPod({ serviceAccount: ModuleServiceAccount.existing('shared', { mountToken: true }) }).automountServiceAccountToken).toBe(true);
  });

  test('have a container that is called as the module, with named ports', () => {
    const container = emittedContainer({ metricsEndpoint: { port: 9090 } });
    expect(container.name).toBe('retriever');
    expect(container.ports).toEqual([{ name: 'http', containerPort: 8080, protocol: 'TCP' }, { name: 'metrics', containerPort: 9090, protocol: 'TCP' }]);
    expect(emittedContainer({ metricsEndpoint: {} }).ports).toHaveLength(1);
  });

  test('use imagePullPolicy IfNotPresent unless another is given', () => {
    expect(emittedContainer().imagePullPolicy).toBe('IfNotPresent');
    expect(emittedContainer({ imagePullPolicy: ImagePullPolicy.ALWAYS }).imagePullPolicy).toBe('Always');
  });

  test('reject a moving image tag', () => {
    expect(() => emittedPod({ image: 'registry.example.com/retriever:latest' })).toThrow("image 'registry.example.com/retriever:latest' has the tag 'latest', which changes over time; use a version, as in 'registry.example.com/retriever:1.4.2', or a digest");
    expect(() => emittedPod({ image: 'registry.example.com/retriever' })).toThrow('has neither tag nor digest');
  });

  test('limit /tmp to the local disk of the container', () => {
    expect(() => emittedPod({ tmpSize: Size.gibibytes(2) })).toThrow('tmpSize is 2Gi, but the pod is evicted above 1073741824 bytes of ephemeral storage; raise ephemeralStorageLimit, or lower tmpSize');
    expect(emittedPod({ tmpSize: Size.gibibytes(2), resources: { ephemeralStorageLimit: Size.gibibytes(3) } }).volumes[0].emptyDir.sizeLimit).toBe('2Gi');
  });

  test('may bring a /tmp of their own', () => {
    const pod = emittedPod({ mounts: [{ volume: PodVolume.memory('scratch', Size.mebibytes(64)), path: '/tmp' }] });
    expect(pod.volumes.map(({ name }: { name: string }) => name)).toEqual(['scratch']);
  });

  test('pull with credentials that are named by dns subdomains', () => {
    expect(emittedPod({ imagePullSecrets: ['registry.example.com'] }).imagePullSecrets).toEqual([{ name: 'registry.example.com' }]);
    expect(() => emittedPod({ imagePullSecrets: ['My_Secret'] })).toThrow("Secret name 'My_Secret' is not a DNS subdomain");
  });
});

describe('containers beside the module', () => {
  test('are hardened as the module is, and share its /tmp', () => {
    const [own, beside] = emittedPod({ containers: [helper] }).containers;
    expect(beside.securityContext).toEqual(own.securityContext);
    expect(beside.volumeMounts).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
    expect(beside.imagePullPolicy).toBe('IfNotPresent');
  });

  test('have to state cpu and memory', () => {
    expect(() => emittedPod({ containers: [{ ...helper, resources: { memory: Size.mebibytes(64) } }] })).toThrow("container 'helper' has no cpu; set both cpu and memory, which utilization and scheduling need");
    expect(() => emittedPod({ initContainers: [{ ...helper, resources: { cpu: Cpu.millis(10) } }] })).toThrow("container 'helper' has no memory; set both cpu and memory, which utilization and scheduling need");
  });

  test('have to have pinned images', () => {
    expect(() => emittedPod({ initContainers: [{ ...helper, image: 'helper' }] })).toThrow("image 'helper' has neither tag nor digest");
  });

  test('have names of their own', () => {
    expect(() => emittedPod({ containers: [{ ...helper, name: 'retriever' }] })).toThrow("two containers of the pod are named 'retriever'; rename one of them");
  });

  test('as native sidecars precede init containers', () => {
    const chart = chartOn(KubernetesVersion.V1_29);
    moduleIn(chart, { initContainers: [{ ...helper, name: 'migrate' }], sidecars: [{ ...helper, name: 'proxy' }] });
    const { initContainers } = one(chart, 'Deployment').spec.template.spec;
    expect(initContainers).toMatchObject([{ name: 'proxy', restartPolicy: 'Always' }, { name: 'migrate' }]);
    expect(initContainers[1]).not.toHaveProperty('restartPolicy');
  });

  test('as native sidecars are rejected on clusters that drop the field', () => {
    expect(() => emittedPod({ sidecars: [helper] })).toThrow(
      'Kubernetes 1.28 does not have a native sidecar; declare Kubernetes 1.29, which has it on by default, or the feature gate SidecarContainers',
    );
  });

  test('as native sidecars are accepted with the feature gate', () => {
    const chart = Testing.chart();
    Cluster.declare(chart, { featureGates: ['SidecarContainers'] });
    moduleIn(chart, { sidecars: [helper] });
    expect(one(chart, 'Deployment').spec.template.spec.initContainers).toHaveLength(1);
  });

  test('add their volumes, and reject two of one name', () => {
    const cache = PodVolume.emptyDir('cache', Size.gibibytes(1));
    const pod = emittedPod({ containers: [{ ...helper, mounts: [{ volume: cache, path: '/cache' }] }], mounts: [{ volume: cache, path: '/cache' }] });
    expect(pod.volumes.map(({ name }: { name: string }) => name)).toEqual(['tmp', 'cache']);
    const other = PodVolume.emptyDir('cache', Size.gibibytes(2));
    expect(() => emittedPod({ containers: [{ ...helper, mounts: [{ volume: other, path: '/cache' }] }], mounts: [{ volume: cache, path: '/cache' }] }))
      .toThrow("two different volumes are named 'cache'; rename one of them");
  });
});

describe('a configuration', () => {
  test('is mounted at the path that the image reads', () => {
    const chart = Testing.chart();
    moduleIn(chart, { config: { 'a.yaml': 'k: 5' } });
    expect(one(chart, 'ConfigMap').data).toEqual({ 'a.yaml': 'k: 5' });
    const pod = one(chart, 'Deployment').spec.template.spec;
    expect(pod.volumes).toContainEqual({ name: 'config', configMap: { name: 'retriever' } });
    expect(pod.containers[0].volumeMounts).toContainEqual({ name: 'config', mountPath: '/etc/kotaemon', readOnly: true });
  });

  test('rolls the pods when it changes, and only then', () => {
    const checksum = (config: Record<string, string>): string => {
      const chart = Testing.chart();
      moduleIn(chart, { config });
      return one(chart, 'Deployment').spec.template.metadata.annotations['checksum/config'];
    };
    expect(checksum({ a: '1', b: '2' })).toBe(checksum({ b: '2', a: '1' }));
    expect(checksum({ a: '1' })).not.toBe(checksum({ a: '2' }));
    expect(checksum({ a: '1' })).not.toBe(checksum({ b: '1' }));
  });

  test.each(['conf/a.yaml', '..', ''])("file '%s' is refused", (file) => {
    expect(() => emittedPod({ config: { [file]: '' } })).toThrow(`configuration file '${file}' is not a valid ConfigMap key`);
  });
});

describe('the final manifest of a module', () => {
  test('can be patched with what the library does not know', () => {
    const chart = Testing.chart();
    const patch = FinalManifest.of(moduleIn(chart));
    patch.add('/spec/template/spec/containers/0/resources/limits/rdma~1hca', 1);
    patch.add('/spec/template/spec/setHostnameAsFQDN', true);
    const { containers, setHostnameAsFQDN } = one(chart, 'Deployment').spec.template.spec;
    expect(containers[0].resources.limits['rdma/hca']).toBe(1);
    expect(setHostnameAsFQDN).toBe(true);
    expect(findingsOf(chart)).toEqual([]);
  });

  test('rejects patches of unknown fields without a reason', () => {
    const chart = Testing.chart();
    const patch = FinalManifest.of(moduleIn(chart));
    patch.add('/spec/template/spec/somethingNew', { a: 1 });
    expect(() => Testing.synth(chart)).toThrow('KSC092 Deployment retriever: spec.template.spec.somethingNew is not a field of the API; remove it');
    patch.add('/metadata/annotations/cdk8s-kotaemon~1suppress-KSC092', 'the clusters run a later version');
    expect(one(chart, 'Deployment').spec.template.spec.somethingNew).toEqual({ a: 1 });
  });

  test('rejects a patch of a path that does not exist', () => {
    const chart = Testing.chart();
    FinalManifest.of(moduleIn(chart)).replace('/spec/template/spec/hostNetwork', true);
    expect(() => Testing.synth(chart)).toThrow("cannot patch '/spec/template/spec/hostNetwork' of Deployment retriever: '/spec/template/spec' has no 'hostNetwork', and has affinity, automountServiceAccountToken, containers, enableServiceLinks, securityContext, serviceAccountName, terminationGracePeriodSeconds, topologySpreadConstraints, volumes");
  });
});

test('the termination grace period is whole seconds', () => {
  expect(emittedPod({ terminationGracePeriod: Duration.minutes(2) }).terminationGracePeriodSeconds).toBe(120);
  expect(() => emittedPod({ terminationGracePeriod: Duration.millis(1500) })).toThrow('the termination grace period must be a whole number of seconds, at least 1, got 1.5 s');
});
