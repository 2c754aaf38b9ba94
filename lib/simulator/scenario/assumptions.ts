/** Sentences that the report begins with, each once: first those that nobody may overlook, then the others, in the order in which they were made. */
export class Assumptions {
  private readonly warnings = new Set<string>();
  private readonly sentences = new Set<string>();

  /** What makes figures unsure, so that it stands above all else. */
  public warn(sentence: string): void {
    this.warnings.add(sentence);
  }

  public add(...sentences: readonly string[]): void {
    for (const sentence of sentences) this.sentences.add(sentence);
  }

  public list(): string[] {
    return [...this.warnings, ...this.sentences];
  }
}
