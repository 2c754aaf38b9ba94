export { KubernetesVersion } from './kubernetes-version';
