import { ApiObject } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { type GuardrailLimits, type Prices } from '../values/guardrail-limits';
import { UserError } from '../values/user-error';
import { overrideMethod } from './override-method';
import { withPlainYaml } from './plain-yaml';

type Json = Record<string, any>;

/** Final manifest of one object. */
export interface FinalObject {
  readonly object: ApiObject;
  readonly manifest: Json;
  /** True for objects that this library creates or targets. A finding of severity error on them fails the synthesis. */
  readonly owned: boolean;
}

/** App that the hook inspects, before anything is written. */
export interface FinalApp {
  readonly root: IConstruct;
  readonly objects: readonly FinalObject[];
  readonly guardrails: readonly GuardrailLimits[];
  /** Set if the report includes the resources that the app requests; with prices, also their cost. */
  readonly demand?: { readonly prices?: Prices };
}

/** Result of the hook's inspection of an app. */
export interface Inspection {
  /** One line per finding that fails the synthesis. */
  readonly errors: readonly string[];
  /** Returns the lines for stderr after a successful synthesis, including the notes of the constructs. */
  report(notes: readonly string[]): readonly string[];
}

/**
 * Hook that inspects final manifests at synthesis. Implemented in lib/synthesis, so that no construct imports the
 * checks.
 */
export interface SynthesisHook {
  inspect(app: FinalApp): Inspection;
}

const BY_ROOT = new WeakMap<IConstruct, Synthesis>();

interface Synthesizable {
  readonly outdir: string;
}

/**
 * Registry of the constructs' contributions to the synthesis of their app: owned objects, notes, files and limits.
 *
 * During the app's `synth`, each object is rendered once, the hook inspects the final manifests once, and its report is
 * written to stderr.
 *
 * @internal
 */
export class Synthesis {
  /** Sets the hook of all apps. Called by lib/index.ts. */
  public static install(hook: SynthesisHook): void {
    Synthesis.hook = hook;
  }

  /** Returns the synthesis of a construct's app. */
  public static of(construct: IConstruct): Synthesis {
    const root = construct.node.root;
    const known = BY_ROOT.get(root);
    if (known) return known;
    const synthesis = new Synthesis(root);
    BY_ROOT.set(root, synthesis);
    return synthesis;
  }

  private static hook?: SynthesisHook;

  private readonly owned = new Set<IConstruct>();
  private readonly notes = new Set<string | (() => string)>();
  private readonly files = new Map<string, () => string>();
  private readonly guardrails: GuardrailLimits[] = [];
  private demand?: { readonly prices?: Prices };
  private cache?: WeakMap<ApiObject, Json>;

  private constructor(private readonly root: IConstruct) {
    root.node.addValidation({ validate: () => this.validate() });
    if ('synth' in root) overrideMethod(root, 'synth', (synth) => this.run(root as unknown as Synthesizable, synth));
  }

  /** Registers an object of this library. A finding of severity error on it fails the synthesis. */
  public own(object: ApiObject): void {
    this.owned.add(object);
  }

  /** Adds a line to the report of a successful synthesis. A function is evaluated when the report is written. */
  public note(text: string | (() => string)): void {
    this.notes.add(text);
  }

  /**
   * Adds a file beside the manifests, written by a successful synthesis.
   *
   * @param path below the output folder
   */
  public file(path: string, content: () => string): void {
    if (isAbsolute(path) || normalize(path) !== path || path.startsWith('..') || path.endsWith('/')) {
      throw new UserError(`'${path}' is not a path below the output folder; write it as in 'helm/values.yaml'`);
    }
    this.files.set(path, content);
  }

  /** Adds limits for the whole app. Earlier limits stay in force. */
  public guard(limits: GuardrailLimits): void {
    this.guardrails.push(limits);
  }

  /** Adds the resources that the app requests to the report, and their cost if prices are given. */
  public tellDemand(prices?: Prices): void {
    this.demand = { prices: prices ?? this.demand?.prices };
  }

  /** Renders an object once per synthesis. */
  public rendered(object: ApiObject, render: () => Json): Json {
    if (!this.cache) return render();
    const known = this.cache.get(object) ?? render();
    this.cache.set(object, known);
    return known;
  }

  /** Returns the app with its current final manifests. */
  public finalApp(): FinalApp {
    const objects = this.root.node.findAll().filter((node): node is ApiObject => ApiObject.isApiObject(node));
    return {
      root: this.root,
      objects: objects.map((object) => ({ object, manifest: object.toJson(), owned: this.owned.has(object) })),
      guardrails: this.guardrails,
      demand: this.demand,
    };
  }

  private inspect(): Inspection {
    return Synthesis.hook?.inspect(this.finalApp()) ?? { errors: [], report: (notes) => notes };
  }

  /** Validates the app. cdk8s calls it before `synth`, and for each chart that `Testing.synth` renders. */
  private validate(): string[] {
    return this.cache ? [] : [...this.inspect().errors];
  }

  /** Runs the synthesis. Errors are thrown without stack frames, which do not help with a user's mistake. */
  private run(app: Synthesizable, synth: () => void): void {
    if (this.cache) {
      withPlainYaml(synth);
      return;
    }
    this.cache = new WeakMap();
    try {
      const inspection = this.inspect();
      if (inspection.errors.length > 0) throw UserError.ofLines(['checks failed', ...inspection.errors.map((line) => `  ${line}`)]);
      const files = Array.from(this.files, ([path, content]) => [path, content()] as const);
      withPlainYaml(synth);
      files.forEach(([path, content]) => this.write(join(app.outdir, path), content));
      this.report(inspection, app.outdir);
    } catch (error) {
      throw withoutFrames(error);
    } finally {
      this.cache = undefined;
    }
  }

  private write(path: string, content: string): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  private report(inspection: Inspection, outdir: string): void {
    const lines = inspection.report(Array.from(this.notes, (note) => (typeof note === 'string' ? note : note())));
    // An app with several environments writes one folder per environment; the heading contains the folder.
    const heading = !isAbsolute(outdir) && outdir.includes('/') ? [`${outdir}:`] : [];
    if (lines.length > 0) process.stderr.write(`${[...heading, ...lines].join('\n')}\n`);
  }
}

function withoutFrames(error: unknown): unknown {
  if (error instanceof Error) error.stack = error.message;
  return error;
}
