import { type k8s } from 'cdk8s-plus-28';
import { holdsPassword, isPlaceholder, isReference, namesSecret } from '../values/secret-names';
import { UserError } from '../values/user-error';
import { requireDataKey, requireReferencedName } from './names';
import { type Plain } from './plain';

type EnvVar = Plain<k8s.EnvVar>;
type EnvFromSource = Plain<k8s.EnvFromSource>;

/** Value of an environment variable: plain text, or a reference to a Secret, a ConfigMap or a pod field. */
export class EnvValue {
  /** Plain text value. Text that contains a secret is rejected: use `EnvValue.secret`. */
  public static value(text: string): EnvValue {
    return new EnvValue({ value: text });
  }

  /**
   * Reference to a key of a Secret in the same namespace.
   *
   * @param name name of the Secret
   */
  public static secret(name: string, key: string): EnvValue {
    requireReferencedName('Secret', name);
    requireDataKey('Secret', key);
    return new EnvValue({ valueFrom: { secretKeyRef: { name, key } } });
  }

  /**
   * Reference to a key of a ConfigMap in the same namespace.
   *
   * @param name name of the ConfigMap
   */
  public static configMap(name: string, key: string): EnvValue {
    requireReferencedName('ConfigMap', name);
    requireDataKey('ConfigMap', key);
    return new EnvValue({ valueFrom: { configMapKeyRef: { name, key } } });
  }

  /** Reference to a field of the pod (`fieldRef`), as in 'status.podIP'. */
  public static field(path: string): EnvValue {
    return new EnvValue({ valueFrom: { fieldRef: { fieldPath: path } } });
  }

  private constructor(private readonly source: Omit<EnvVar, 'name'>) {}

  /**
   * @throws if the name is invalid, or the manifest would contain a secret.
   * @internal
   */
  public _manifest(name: string): EnvVar {
    if (!/^[A-Za-z_.-][\w.-]*$/.test(name)) {
      throw new UserError(`'${name}' is not the name of an environment variable; use letters, digits and '_', starting with a letter`);
    }
    const { value } = this.source;
    if (value && ((namesSecret(name) && !isReference(value) && !isPlaceholder(name, value)) || holdsPassword(value))) {
      throw new UserError(`environment variable ${name} puts a secret into the manifest; keep it in a Secret and use EnvValue.secret('<secret>', '<key>')`);
    }
    return { name, ...this.source };
  }

  /** Text of a plain value; undefined otherwise. @internal */
  public get _text(): string | undefined {
    return this.source.value;
  }

  /** @internal */
  public _equals(other: EnvValue): boolean {
    return JSON.stringify(this.source) === JSON.stringify(other.source);
  }
}

/** Rejects values that are not an EnvValue. Programs in plain JavaScript can pass plain text. */
export function requireEnvValue(name: string, value: unknown): void {
  // Checked by method instead of class, because another copy of this package has another class. The value may be secret
  // and is not printed.
  if (typeof (value as EnvValue | undefined)?._manifest === 'function') return;
  throw new UserError(`environment variable ${name} is a ${typeof value}, and must be an EnvValue; write EnvValue.value('…'), or EnvValue.secret('<secret>', '<key>')`);
}

/** Options of a source of environment variables. */
export interface EnvSourceOptions {
  /**
   * Prefix of the variable names.
   *
   * @default - none
   */
  readonly prefix?: string;
}

/** ConfigMap or Secret whose keys become environment variables (`envFrom`). */
export class EnvSource {
  /**
   * All keys of a Secret in the same namespace.
   *
   * @param name name of the Secret
   */
  public static secret(name: string, options: EnvSourceOptions = {}): EnvSource {
    requireReferencedName('Secret', name);
    return new EnvSource({ secretRef: { name }, ...options });
  }

  /**
   * All keys of a ConfigMap in the same namespace.
   *
   * @param name name of the ConfigMap
   */
  public static configMap(name: string, options: EnvSourceOptions = {}): EnvSource {
    requireReferencedName('ConfigMap', name);
    return new EnvSource({ configMapRef: { name }, ...options });
  }

  private constructor(private readonly source: EnvFromSource) {}

  /** @internal */
  public _manifest(): EnvFromSource {
    return this.source;
  }
}
