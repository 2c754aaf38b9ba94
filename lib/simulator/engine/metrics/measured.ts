import { type Workload } from '../../world/world';
import { type Lifecycle } from '../cluster/lifecycle';
import { type ReplicaController } from '../cluster/replica-controller';
import { type WorkloadStation } from '../traffic/workload-station';
import { type PodUsage } from './pod-usage';

/** The parts of a workload that can be measured. */
export interface Measured {
  readonly workload: Workload;
  readonly station: WorkloadStation;
  readonly controller: ReplicaController;
  readonly lifecycle: Lifecycle;
  readonly usage: PodUsage;
}
