import { type Duration } from 'cdk8s';
import { type k8s, type Plain } from '../kube/plain';
import { wholeSeconds } from '../kube/seconds';
import { UserError } from '../values/user-error';

/** Timing of a probe. */
export interface ProbeTiming {
  /**
   * Probe interval (`periodSeconds`), in whole seconds.
   *
   * @default - start-up: a tenth of the start time, 1 s to 10 s; readiness 5 s; liveness 10 s
   */
  readonly period?: Duration;

  /**
   * Timeout of one probe (`timeoutSeconds`), in whole seconds.
   *
   * @default - start-up and readiness 3 s; liveness 5 s
   */
  readonly timeout?: Duration;

  /**
   * Consecutive failures after which the probe has failed.
   *
   * @default - start-up: three times the start time, at least 30 s; readiness 3; liveness 6
   */
  readonly failureThreshold?: number;
}

/** Options of a probe that connects to a port. */
export interface PortProbeOptions extends ProbeTiming {
  /**
   * Port of the probe.
   *
   * @default - the module's
   */
  readonly port?: number;
}

/** Options of a gRPC probe. */
export interface GrpcProbeOptions extends PortProbeOptions {
  /**
   * gRPC service whose health is checked.
   *
   * @default - the health of the server as a whole
   */
  readonly service?: string;
}

type Handler = Pick<Plain<k8s.Probe>, 'httpGet' | 'tcpSocket' | 'grpc' | 'exec'>;

/** Probe of a container. */
export class HealthProbe {
  /** HTTP GET probe: succeeds on a status from 200 to 399. */
  public static httpGet(path: string, options: PortProbeOptions = {}): HealthProbe {
    if (!path.startsWith('/')) throw new UserError(`'${path}' is not a path; start it with a slash, as in '/health'`);
    return new HealthProbe((port) => ({ httpGet: { path, port: options.port ?? port, scheme: 'HTTP' } }), options);
  }

  /** TCP probe: succeeds if the connection is accepted. */
  public static tcpSocket(options: PortProbeOptions = {}): HealthProbe {
    return new HealthProbe((port) => ({ tcpSocket: { port: options.port ?? port } }), options);
  }

  /** gRPC probe: uses the gRPC health checking protocol. */
  public static grpc(options: GrpcProbeOptions = {}): HealthProbe {
    return new HealthProbe((_name, port) => ({ grpc: { port: options.port ?? port, service: options.service } }), options);
  }

  /** Exec probe: succeeds if a command in the container exits with status 0. */
  public static command(command: string[], timing: ProbeTiming = {}): HealthProbe {
    if (command.length === 0) throw new UserError('the probe command is an empty list; name a program');
    return new HealthProbe(() => ({ exec: { command } }), timing);
  }

  /** No probe. */
  public static none(): HealthProbe {
    return new HealthProbe(undefined, {});
  }

  private constructor(
    private readonly handler: ((portName: string, port: number) => Handler) | undefined,
    private readonly timing: ProbeTiming,
  ) {}

  /** @internal */
  public _handler(portName: string, port: number): Handler | undefined {
    return this.handler?.(portName, port);
  }

  /** @internal */
  public _timing(): ProbeTiming {
    return this.timing;
  }
}

/** Probes of a container. Omitted probes keep their defaults. */
export interface ModuleProbes {
  /**
   * Start-up probe. The other probes start after it succeeds. When its budget is exhausted, the kubelet restarts the
   * container.
   *
   * @default - the readiness check, with a budget of three times the start time
   */
  readonly startup?: HealthProbe;

  /**
   * Readiness probe. The pod receives requests while it succeeds.
   *
   * @default HealthProbe.httpGet('/health')
   */
  readonly readiness?: HealthProbe;

  /**
   * Liveness probe. The kubelet restarts the container if it fails. It checks less than the readiness probe, so that a
   * busy container is not killed.
   *
   * @default HealthProbe.tcpSocket()
   */
  readonly liveness?: HealthProbe;
}

interface WholeTiming {
  readonly period: number;
  readonly timeout: number;
  readonly failureThreshold: number;
}

/** Returns a probe with all fields set; undefined without a probe. */
export function probeManifest(what: string, handler: Handler | undefined, timing: ProbeTiming, defaults: WholeTiming): Plain<k8s.Probe> | undefined {
  if (!handler) return undefined;
  const { period, timeout, failureThreshold = defaults.failureThreshold } = timing;
  if (!Number.isSafeInteger(failureThreshold) || failureThreshold < 1) {
    throw new UserError(`the failure threshold of the ${what} probe must be a whole number above 0, got ${failureThreshold}`);
  }
  return {
    ...handler,
    initialDelaySeconds: 0,
    periodSeconds: period ? wholeSeconds(`the period of the ${what} probe`, period, 1) : defaults.period,
    timeoutSeconds: timeout ? wholeSeconds(`the timeout of the ${what} probe`, timeout, 1) : defaults.timeout,
    failureThreshold,
    successThreshold: 1,
  };
}
