export { Cluster, type ClusterProps } from './cluster';
export { FinalManifest } from './final-manifest';
export { WorkloadReference, type WorkloadReferenceProps } from './workload-reference';
