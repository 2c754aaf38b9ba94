import { type Chart, Size, Testing } from 'cdk8s';
import { ModelPreload, type ModelPreloadProps, ModelSource } from '../../lib';
import { deployment, one } from '../support/charts';

type Json = Record<string, any>;

export const COMMIT = '5617a9f61b028005a4858fdac845db406aefb181';
export const SUM = 'a'.repeat(64);
export const DIGEST = `sha256:${'b'.repeat(64)}`;

export function huggingFace(): ModelSource {
  return ModelSource.huggingFace('BAAI/bge-m3', { revision: COMMIT });
}

/** Preload on an existing Deployment. */
export function preloadIn(chart: Chart, props: Partial<ModelPreloadProps> = {}): ModelPreload {
  return new ModelPreload(chart, 'Preload', { workload: props.workload ?? deployment(chart), source: huggingFace(), size: Size.gibibytes(2), ...props });
}

/** The Deployment of a chart with one preload, its scripts left out. */
export function preloaded(props: Partial<ModelPreloadProps> = {}, chart = Testing.chart()): Json {
  preloadIn(chart, props);
  return withoutScripts(one(chart, 'Deployment'));
}

/** A manifest in which the scripts, which are tested by running them, are named only. */
export function withoutScripts<T>(manifest: T): T {
  return JSON.parse(JSON.stringify(manifest, (key, value) => (key === 'command' && value[1] === '-c' ? [...value.slice(0, 2), '<script>'] : value)));
}

export function podOf({ spec }: Json): Json {
  return spec.template.spec;
}

export function variablesOf(container: Json): Record<string, unknown> {
  return Object.fromEntries(container.env.map(({ name, value, valueFrom }: Json) => [name, value ?? valueFrom]));
}
