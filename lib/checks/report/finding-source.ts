import { lineOfField } from '../../manifest/field-lines';
import { type ManifestSource } from '../../manifest/parse';
import { type Finding } from '../rule/rule';

/** First field that a message names: spec.triggers[0].metadata.topic. */
const FIELD = /(?:^|[\s('"])((?:spec|metadata|data|stringData|roleRef|subjects|webhooks|rules|apiVersion)(?:[.[][^\s,;:]*)?)(?=[\s,;:]|$)/;
/** Label of a trigger in a message: trigger 1 (kafka). */
const TRIGGER = /(?:^|\s)trigger (\d+) \(/;
const MISSPELT = /; rename (\S+) to /;

/**
 * Returns the position of a finding: the object's, on the line of the reported field or of its nearest written parent.
 */
export function sourceOfFinding({ fix, message }: Finding, source: ManifestSource | undefined): ManifestSource | undefined {
  if (!source) return undefined;
  const lines = (fix ? [fix.path] : namedFields(message)).flatMap((field) => lineOfField(source, field) ?? []);
  return lines.length === 0 ? source : { ...source, line: Math.max(...lines) };
}

/** Returns the fields in a message, such as a key to rename, directly or in the metadata of a trigger. */
function namedFields(message: string): string[] {
  const trigger = TRIGGER.exec(message)?.[1];
  const field = FIELD.exec(message)?.[1] ?? (trigger === undefined ? undefined : `spec.triggers[${trigger}]`);
  const misspelt = MISSPELT.exec(message)?.[1];
  if (field === undefined) return [];
  return misspelt === undefined ? [field] : [`${field}.${misspelt}`, `${field}.metadata.${misspelt}`];
}
