import { type Construct } from 'constructs';
import { Testing } from 'cdk8s';
import { KotaemonModule, type KotaemonModuleProps, ModuleRole } from '../../lib';
import { one } from '../support/charts';

type Json = Record<string, any>;

/** A module called retriever, with nothing said but what has to be. */
export function moduleIn(scope: Construct, props: Partial<KotaemonModuleProps> = {}, id = props.name ?? 'retriever'): KotaemonModule {
  return new KotaemonModule(scope, id, { role: ModuleRole.RETRIEVAL, image: 'registry.example.com/retriever:1.4.2', port: 8080, ...props });
}

/** The object of a kind that a module with these props emits. */
export function emitted(kind: string, props: Partial<KotaemonModuleProps> = {}): Json {
  const chart = Testing.chart();
  moduleIn(chart, props);
  return one(chart, kind);
}

/** The pod spec that a module with these props emits. */
export function emittedPod(props: Partial<KotaemonModuleProps> = {}): Json {
  return emitted('Deployment', props).spec.template.spec;
}

/** The container that a module with these props emits. */
export function emittedContainer(props: Partial<KotaemonModuleProps> = {}): Json {
  return emittedPod(props).containers[0];
}
