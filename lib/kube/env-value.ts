import { type k8s } from 'cdk8s-plus-28';
import { holdsPassword, isPlaceholder, isReference, namesSecret } from '../values/secret-names';
import { UserError } from '../values/user-error';
import { requireDataKey, requireReferencedName } from './names';
import { type Plain } from './plain';

type EnvVar = Plain<k8s.EnvVar>;
type EnvFromSource = Plain<k8s.EnvFromSource>;

/** The value of an environment variable: plain text, or a reference to where it is kept. */
export class EnvValue {
  /** Plain text. Secrets are referred to, never written: see `EnvValue.secret`. */
  public static value(text: string): EnvValue {
    return new EnvValue({ value: text });
  }

  /**
   * A key of a Secret of the same namespace.
   *
   * @param name the Secret's name
   */
  public static secret(name: string, key: string): EnvValue {
    requireReferencedName('Secret', name);
    requireDataKey('Secret', key);
    return new EnvValue({ valueFrom: { secretKeyRef: { name, key } } });
  }

  /**
   * A key of a ConfigMap of the same namespace.
   *
   * @param name the ConfigMap's name
   */
  public static configMap(name: string, key: string): EnvValue {
    requireReferencedName('ConfigMap', name);
    requireDataKey('ConfigMap', key);
    return new EnvValue({ valueFrom: { configMapKeyRef: { name, key } } });
  }

  /** A field of the pod itself, as in 'status.podIP'. */
  public static field(path: string): EnvValue {
    return new EnvValue({ valueFrom: { fieldRef: { fieldPath: path } } });
  }

  private constructor(private readonly source: Omit<EnvVar, 'name'>) {}

  /**
   * @throws where the name cannot be one, and where a secret would stand in the manifest.
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

  /** The text, where it is one. @internal */
  public get _text(): string | undefined {
    return this.source.value;
  }

  /** @internal */
  public _equals(other: EnvValue): boolean {
    return JSON.stringify(this.source) === JSON.stringify(other.source);
  }
}

/** Refuses what a compiler would have refused: programs that are run without one hand over plain texts. */
export function requireEnvValue(name: string, value: unknown): void {
  // Not by its class, of which another copy of this package has another. What stands there may be secret.
  if (typeof (value as EnvValue | undefined)?._manifest === 'function') return;
  throw new UserError(`environment variable ${name} is a ${typeof value}, and must be an EnvValue; write EnvValue.value('…'), or EnvValue.secret('<secret>', '<key>')`);
}

/** Options of a source of environment variables. */
export interface EnvSourceOptions {
  /**
   * Prefix of each key.
   *
   * @default - nothing
   */
  readonly prefix?: string;
}

/** An object each key of which becomes an environment variable. */
export class EnvSource {
  /**
   * Every key of a Secret of the same namespace.
   *
   * @param name the Secret's name
   */
  public static secret(name: string, options: EnvSourceOptions = {}): EnvSource {
    requireReferencedName('Secret', name);
    return new EnvSource({ secretRef: { name }, ...options });
  }

  /**
   * Every key of a ConfigMap of the same namespace.
   *
   * @param name the ConfigMap's name
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
