import { fieldsListAt, textAt } from '../../values/fields';
import { nameOf, namespaceOf } from '../../manifest/manifest';
import { runningContainers } from '../analysis/containers';
import { podSpecFix } from '../analysis/pod-spec-fix';
import { wordsOf } from '../analysis/model-servers';
import { type Rule } from '../rule/rule';

/**
 * Variables that programs read as a port number or by a prefix, and that a Service of that name sets to
 * tcp://ADDRESS:PORT.
 */
const READERS: readonly { readonly program: RegExp; readonly name: string; readonly service: string; readonly isFatal?: true }[] = [
  { program: /vllm/i, name: 'vLLM', service: 'vllm', isFatal: true },
  { program: /(?:^|\/)n8n/i, name: 'n8n', service: 'n8n', isFatal: true },
  { program: /gradio|kotaemon/i, name: 'Gradio', service: 'gradio-server', isFatal: true },
  { program: /uvicorn|fastapi/i, name: 'Uvicorn', service: 'uvicorn' },
  { program: /streamlit/i, name: 'Streamlit', service: 'streamlit-server', isFatal: true },
  { program: /\bflask\b/i, name: 'Flask', service: 'flask-run', isFatal: true },
  { program: /mlflow/i, name: 'MLflow', service: 'mlflow', isFatal: true },
  { program: /(?:^|\/)neo4j/i, name: 'Neo4j', service: 'neo4j', isFatal: true },
  { program: /rabbitmq/i, name: 'RabbitMQ', service: 'rabbitmq-node' },
  { program: /(?:^|\/)ray(?:-ml|-llm)?(?::|@|$)|rayproject/i, name: 'Ray', service: 'ray' },
  { program: /langfuse/i, name: 'Langfuse', service: 'langfuse' },
  { program: /(?:^|\/)kong/i, name: 'Kong', service: 'kong', isFatal: true },
  { program: /(?:^|\/)gitea/i, name: 'Gitea', service: 'gitea' },
  { program: /sonarqube/i, name: 'SonarQube', service: 'sonar-web' },
];

export const serviceLinkIsNotRead: Rule = {
  id: 'KSC121',
  title: 'Service links set no variable that the program reads',
  topic: 'correctness',
  severity: 'error',
  reason: 'Kubernetes sets NAME_PORT=tcp://ADDRESS:PORT in every pod for each Service of its namespace: a program that reads this variable as its port does not start',
  whatToChange: 'set enableServiceLinks: false on the pod, or rename the Service',
  source: 'kubernetes docs, service, environment variables; vllm docs, environment variables (VLLM_PORT)',
  *check(manifests) {
    for (const { workload, template, container, label } of runningContainers(manifests)) {
      if (template.spec.enableServiceLinks === false) continue;
      const program = [textAt(container, 'image') ?? '', ...wordsOf(container).slice(0, 3)];
      const own = new Set(fieldsListAt(container, 'env').map((variable) => textAt(variable, 'name')));
      for (const reader of READERS.filter(({ program: pattern }) => program.some((word) => pattern.test(word)))) {
        const variable = `${reader.service.toUpperCase().replaceAll('-', '_')}_PORT`;
        const service = manifests.find({ apiVersion: 'v1', kind: 'Service', name: reader.service, namespace: namespaceOf(workload) });
        // A headless Service and one outside of the cluster set no variables.
        if (!service || own.has(variable) || textAt(service, 'spec', 'clusterIP') === 'None' || textAt(service, 'spec', 'type') === 'ExternalName') continue;
        const message = `${label} runs ${reader.name}, which reads ${variable}, and Service ${nameOf(service)} sets it to tcp://ADDRESS:PORT; set enableServiceLinks: false on the pod, or rename the Service`;
        // What cannot start loses nothing by the change.
        yield { manifest: workload, message, ...(reader.isFatal ? podSpecFix(workload, template.spec, 'enableServiceLinks', false) : { severity: 'warning' as const }) };
      }
    }
  },
};
