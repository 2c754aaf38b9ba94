/** Sentences that the report begins with, each once, in the order in which they were made. */
export class Assumptions {
  private readonly sentences = new Set<string>();

  public add(...sentences: readonly string[]): void {
    for (const sentence of sentences) this.sentences.add(sentence);
  }

  public list(): string[] {
    return [...this.sentences];
  }
}
