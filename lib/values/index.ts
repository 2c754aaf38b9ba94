export { Cpu } from './cpu';
export { KubernetesVersion } from './kubernetes-version';
