/** An error in a public manifest that was judged and is right. */
export interface JudgedError {
  readonly rules: readonly string[];
  /** Project and file. */
  readonly where: RegExp;
  /** Reason why an API server of Kubernetes 1.34 refuses the object. */
  readonly reason: string;
}

const REMOVED = 'the API version was removed from Kubernetes';
const SOURCE = 'a source or a patch of kustomize, which an API server refuses by itself: kustomize adds what is missing';

const PLACEHOLDER = 'the value is a placeholder, which the API server refuses';

export const JUDGED: readonly JudgedError[] = [
  { rules: ['KSC013'], where: /flux2\/v2\/manifests\/integrations\/.*\/_cronjobs\/_base\/sync\.yaml$/, reason: REMOVED },
  { rules: ['KSC013'], where: /rook\/deploy\/examples\/psp\.yaml$/, reason: REMOVED },
  { rules: ['KSC013'], where: /vertical-pod-autoscaler\/deploy\/vpa-(?:beta2?-|v1-)?crd\.yaml$/, reason: REMOVED },
  { rules: ['KSC013'], where: /metrics-server\/manifests\/components\/high-availability\/pdb\.yaml$/, reason: REMOVED },
  { rules: ['KSC039', 'KSC093'], where: /argo-rollouts\/manifests\/namespace-install\/add-namespaced-flag\.yaml$/, reason: SOURCE },
  { rules: ['KSC039', 'KSC093'], where: /cloudnative-pg\/config\/(?:default\/manager_image_pull_secret|manager\/env_override|olm-default\/olm_changes)\.yaml$/, reason: SOURCE },
  { rules: ['KSC039', 'KSC093'], where: /flux2\/v2\/manifests\/integrations\/.*\/_base\/sync\.yaml$/, reason: SOURCE },
  { rules: ['KSC039', 'KSC092', 'KSC093'], where: /gatekeeper\/v3\/cmd\/build\/helmify\/delete-ports\.yaml$/, reason: SOURCE },
  { rules: ['KSC035'], where: /gatekeeper\/v3\/config\/crd\/bases\/_\.yaml$/, reason: 'the definition has no name' },
  { rules: ['KSC039', 'KSC093'], where: /kueue\/config\/components\/manager\/manager\.yaml$/, reason: SOURCE },
  { rules: ['KSC039', 'KSC093'], where: /metrics-server\/manifests\/base\/deployment\.yaml$/, reason: SOURCE },
  { rules: ['KSC093'], where: /kueue\/cmd\/importer\/run-in-cluster\/deps\.yaml$/, reason: SOURCE },
  { rules: ['KSC092'], where: /kubernetes\/cluster\/gce\/addons\/cloud-pvl-admission\/mutating-webhook-configuration\.yaml$/, reason: 'the value is a placeholder that a script replaces' },
  { rules: ['KSC013'], where: /argo-cd\/v2\/applicationset\/examples\/.*\/argo-workflows\/namespace-install\.yaml$/, reason: REMOVED },
  { rules: ['KSC039', 'KSC093'], where: /argo-cd\/v2\/(?:examples\/known-hosts|manifests\/(?:ha\/)?base)\/.*\.yaml$/, reason: SOURCE },
  { rules: ['KSC092'], where: /argo-cd\/v2\/docs\/operator-manual\/argocd-repo-creds\.yaml$/, reason: 'a number stands where the Secret takes a string' },
  { rules: ['KSC092'], where: /argo-cd\/v2\/docs\/operator-manual\/argocd-secret\.yaml$/, reason: PLACEHOLDER },
  { rules: ['KSC013'], where: /kserve\/(?:install\/v?0\.[0-7]\.|docs\/samples\/multimodelserving\/triton\/minio\.yaml)/, reason: REMOVED },
  { rules: ['KSC093'], where: /kserve\/config\/(?:rbac|llmisvc)\/.*\.yaml$/, reason: SOURCE },
  { rules: ['KSC093'], where: /kserve\/docs\/samples\/metrics-and-monitoring\/prometheus\/clusterrolebinding\.yaml$/, reason: 'a ServiceAccount among the subjects has no namespace' },
  { rules: ['KSC035'], where: /kserve\/docs\/samples\/gcp-iap\/.*\.yaml$/, reason: PLACEHOLDER },
  { rules: ['KSC092'], where: /kserve\/docs\/samples\/(?:storage\/hf\/hf_secret|v1beta1\/.*\/pv)\.yaml$/, reason: PLACEHOLDER },
  { rules: ['KSC093'], where: /keda\/v2\/config\/samples\/keda_v1alpha1_scaledjob\.yaml$/, reason: 'the sample has no template, which its definition requires' },
];
