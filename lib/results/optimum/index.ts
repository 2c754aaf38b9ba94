export { type Demand, type Grid } from './demand';
export { offlineOptimum, type Optimum, type OptimumProblem } from './offline-optimum';
export { optimumOf } from './workload-optimum';
