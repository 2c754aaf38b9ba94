import { type Workload } from '../../world/world';
import { type Pod } from '../cluster/pod';
import { coresPerSlot, loadLimitCores, startUpCores } from '../requests/cpu-limit';
import { type WorkloadStation } from '../traffic/workload-station';

/** CPU and memory of a pod's containers: idle use of each, and the load, which the containers share. */
export class PodUsage {
  private readonly coresPerSlot: number;
  private readonly coresWhenBusy: number;
  private readonly startUpCores: number;
  private readonly idleCores: number;
  private readonly idleBytes: number;

  public constructor(private readonly workload: Workload, private readonly station: WorkloadStation) {
    const { service } = workload;
    this.coresPerSlot = coresPerSlot(workload);
    this.coresWhenBusy = service.kind === 'tokens' ? Math.min(service.cpuCoresWhenBusy, loadLimitCores(workload)) : 0;
    this.startUpCores = startUpCores(workload);
    const running = workload.containers.filter(({ kind }) => kind !== 'init');
    this.idleCores = running.reduce((sum, { idleCpuMilli }) => sum + idleCpuMilli / 1000, 0);
    this.idleBytes = running.reduce((sum, { idleMemoryBytes }) => sum + idleMemoryBytes, 0);
  }

  /** Core-seconds of load since the containers were started: requests, and the start itself. */
  public loadSeconds(pod: Pod, now: number): number {
    const { servers, executor, slotsPerPlace } = this.station;
    const requests = executor.cpuSeconds
      ? executor.cpuSeconds(pod.server, now)
      : this.coresPerSlot * slotsPerPlace * servers.busySeconds(pod.server, now) + this.coresWhenBusy * servers.activeSeconds(pod.server, now);
    return requests + this.startUpCores * pod.startingUntil(now);
  }

  /**
   * Server rows of the pods whose load may have changed since the last call; undefined where any may. For one caller.
   */
  public takeTouched(): readonly number[] | undefined {
    const { executor, servers } = this.station;
    return executor.cpuSeconds ? undefined : servers.takeTouched?.();
  }

  /**
   * Name that pods of equal load share, and go on to share as long as `version` stays; undefined where each pod has a
   * load of its own.
   */
  public likeness({ server, startingSeconds, startingSince }: Pod): string | undefined {
    const likeness = this.station.servers.likeness?.(server);
    return likeness === undefined ? undefined : `${likeness} ${startingSeconds} ${startingSince}`;
  }

  /** Count of the changes that tell pods apart. */
  public get version(): number | undefined {
    return this.station.servers.version;
  }

  /** Core-seconds of the whole pod since its containers were started. */
  public cpuSeconds(pod: Pod, now: number): number {
    return this.loadSeconds(pod, now) + this.idleCores * (now - pod.runningSince);
  }

  public loadBytes(pod: Pod): number {
    if (this.workload.service.memoryBytesPerRequest === 0) return 0;
    const { servers, slotsPerPlace } = this.station;
    return this.workload.service.memoryBytesPerRequest * servers.busyAt(pod.server) * slotsPerPlace;
  }

  public memoryBytes(pod: Pod): number {
    return this.idleBytes + this.loadBytes(pod);
  }

  /** Milli-cores of one container (of all for undefined) at a load of so many cores. */
  public cpuMilli(container: string | undefined, loadCores: number): number {
    const found = this.workload.containers.find(({ name }) => name === container);
    return found ? found.idleCpuMilli + 1000 * found.loadShare * loadCores : 1000 * (this.idleCores + loadCores);
  }

  /** Bytes of one container (of all for undefined) at a load of so many bytes. */
  public containerBytes(container: string | undefined, loadBytes: number): number {
    const found = this.workload.containers.find(({ name }) => name === container);
    return found ? found.idleMemoryBytes + found.loadShare * loadBytes : this.idleBytes + loadBytes;
  }
}
