/** A retriever as upstream has them, and the client of Kafka, as far as the service touches them. */
export const STUBS: Record<string, string> = {
  'acme.py': `import time


class Document:
    def __init__(self, text, metadata, score=None):
        self.text, self.metadata = text, metadata
        if score is not None:
            self.score = score


class HybridRetriever:
    def run(self, query):
        if query == "slow":
            time.sleep(2)
        if query == "broken":
            raise RuntimeError("password=hunter2")
        return [Document("first of " + query, {"source": "a.pdf", "page": 3}, 0.9), Document("second", {})]
`,
  'kafka.py': `import json
import os


class Record:
    def __init__(self, key, value):
        self.key, self.value = key, value


def log(*event):
    with open(os.environ["KAFKA_LOG"], "a") as file:
        file.write(json.dumps(event) + "\\n")


class KafkaConsumer:
    def __init__(self, *topics, **options):
        log("subscribe", topics[0], options["group_id"], options["enable_auto_commit"])
        self.records = [Record(b"1", b'{"query": "one"}'), Record(b"2", b"no json"), Record(b"3", b'{"query": "broken"}'), Record(b"4", b'{"query": "four"}')]

    def poll(self, timeout_ms):
        return {"partition": [self.records.pop(0)]} if self.records else {}

    def commit(self):
        log("commit")

    def close(self):
        log("close")


class Sent:
    def get(self, timeout):
        return None


class KafkaProducer:
    def __init__(self, **options):
        pass

    def send(self, topic, value, key):
        log("send", topic, key.decode(), json.loads(value))
        return Sent()

    def close(self):
        pass
`,
};
