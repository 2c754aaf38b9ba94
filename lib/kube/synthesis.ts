import { ApiObject } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { describeDemand, fails, type Finding, formatFinding, guardrailFindings, type GuardrailLimits, type Prices, runChecks, type TargetCluster } from '../checks';
import { type Manifest } from '../manifest/manifest';
import { ManifestIndex } from '../manifest/manifest-index';
import { UserError } from '../values/user-error';
import { Cluster } from './cluster';
import { missingSecrets } from './secret-references';

const BY_ROOT = new WeakMap<IConstruct, Synthesis>();

type Json = Record<string, any>;

interface Synthesizable {
  readonly outdir: string;
  synth(): void;
}

/**
 * What this library does when the app that it is used in is synthesized: it renders each object once, runs the checks over the final manifests, and
 * says on stderr what a reader of the manifests has to know.
 *
 * @internal
 */
export class Synthesis {
  /** The synthesis of the app that a construct belongs to. */
  public static of(construct: IConstruct): Synthesis {
    const root = construct.node.root;
    const known = BY_ROOT.get(root);
    if (known) return known;
    const synthesis = new Synthesis(root);
    BY_ROOT.set(root, synthesis);
    return synthesis;
  }

  private readonly owned = new Set<IConstruct>();
  private readonly notes = new Set<string | (() => string)>();
  private readonly files = new Map<string, () => string>();
  private readonly guardrails: GuardrailLimits[] = [];
  private demand?: { readonly prices?: Prices };
  private cache?: WeakMap<ApiObject, Json>;

  private constructor(private readonly root: IConstruct) {
    root.node.addValidation({ validate: () => this.validate() });
    if ('synth' in root) this.wrap(root as unknown as Synthesizable);
  }

  /** From here on an object is ours to answer for: a finding of severity error on it fails the synthesis. */
  public own(object: ApiObject): void {
    this.owned.add(object);
  }

  /** Something to be said once, after a synthesis that succeeded; what grows until then is asked for when it is said. */
  public note(text: string | (() => string)): void {
    this.notes.add(text);
  }

  /**
   * A file that is no manifest, written beside the manifests by a synthesis that succeeded.
   *
   * @param path below the output folder
   */
  public file(path: string, content: () => string): void {
    if (isAbsolute(path) || normalize(path) !== path || path.startsWith('..') || path.endsWith('/')) {
      throw new UserError(`'${path}' is not the path of a file below the output folder; write it as in 'helm/values.yaml'`);
    }
    this.files.set(path, content);
  }

  /** From here on the whole app has to keep to limits; those that were set before hold as well. */
  public guard(limits: GuardrailLimits): void {
    this.guardrails.push(limits);
  }

  /** From here on a synthesis says what the app asks of the cluster, and what that costs where somebody names prices. */
  public tellDemand(prices?: Prices): void {
    this.demand = { prices: prices ?? this.demand?.prices };
  }

  /** An object's rendering, made once in the course of one synthesis. */
  public rendered(object: ApiObject, render: () => Json): Json {
    if (!this.cache) return render();
    const known = this.cache.get(object) ?? render();
    this.cache.set(object, known);
    return known;
  }

  /** All that the checks find in the app as it stands. */
  public findings(): Finding[] {
    const owned = new Set<Manifest>();
    const clusters = new Map<Manifest, Cluster>();
    const manifests = this.objects().map((object) => {
      const manifest: Manifest = object.toJson();
      if (this.owned.has(object)) owned.add(manifest);
      clusters.set(manifest, Cluster.of(object));
      return manifest;
    });
    const clusterOf = (manifest: Manifest): TargetCluster => {
      const { kubernetesVersion, featureGates, _isAssumed: isAssumed } = clusters.get(manifest) ?? Cluster.of(this.root);
      return { kubernetesVersion, featureGates, isAssumed };
    };
    const found = runChecks(manifests, { owned: (manifest) => owned.has(manifest), clusterOf });
    return [...found, ...this.guardrails.flatMap((limits) => guardrailFindings(manifests, limits))];
  }

  private objects(): ApiObject[] {
    return this.root.node.findAll().filter((node): node is ApiObject => ApiObject.isApiObject(node));
  }

  private validate(): string[] {
    return this.cache ? [] : this.findings().filter(fails).map(formatFinding);
  }

  /**
   * cdk8s validates the whole app once for itself and once more for each chart, and throws with a stack trace. Around its `synth` the checks run once,
   * manifests are rendered once, and what fails is told without frames, which say nothing about the user's mistake.
   */
  private wrap(app: Synthesizable): void {
    const synth = app.synth.bind(app);
    app.synth = () => {
      this.cache = new WeakMap();
      try {
        const findings = this.findings();
        const errors = findings.filter(fails);
        if (errors.length > 0) throw new UserError(`checks failed\n${errors.map((finding) => `  ${formatFinding(finding)}`).join('\n')}`);
        const files = Array.from(this.files, ([path, content]) => [path, content()] as const);
        synth();
        files.forEach(([path, content]) => this.write(join(app.outdir, path), content));
        this.report(findings, app.outdir);
      } catch (error) {
        throw withoutFrames(error);
      } finally {
        this.cache = undefined;
      }
    };
  }

  private write(path: string, content: string): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  private report(findings: Finding[], outdir: string): void {
    const [general, own] = [true, false].map((general) => findings.filter(({ rule, suppression }) => (rule.topic === 'practice' && suppression === undefined) === general));
    const rest = general.length > 0 ? [`${general.length} more on practice in general: see them by 'npx cdk8s-kotaemon check' on what was written`] : [];
    const notes = Array.from(this.notes, (note) => (typeof note === 'string' ? note : note()));
    const objects = this.objects();
    const all = objects.map((object): Manifest => object.toJson());
    const secrets = missingSecrets(all.filter((_, i) => this.owned.has(objects[i])), all, notes);
    const demand = this.demand ? [describeDemand(new ManifestIndex(all), this.demand.prices)] : [];
    const lines = [...own.map(formatFinding), ...rest, ...notes, ...secrets, ...demand];
    // An app of several environments writes a folder for each: which of them is meant has to be said.
    const heading = !isAbsolute(outdir) && outdir.includes('/') ? [`${outdir}:`] : [];
    if (lines.length > 0) process.stderr.write(`${[...heading, ...lines].join('\n')}\n`);
  }
}

function withoutFrames(error: unknown): unknown {
  if (error instanceof Error) error.stack = error.message;
  return error;
}
