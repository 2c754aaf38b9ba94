"""The same retriever on a queue: queries from KAFKA_TOPIC, answers to KAFKA_REPLY_TOPIC."""
import json
import os

from kafka import KafkaConsumer, KafkaProducer
from prometheus_client import Counter

MESSAGES = Counter("retriever_messages", "Messages that were worked on.", ["status"])


def consume(retriever, retrieve, stopping):
    servers = os.environ["KAFKA_BOOTSTRAP_SERVERS"].split(",")
    consumer = KafkaConsumer(
        os.environ["KAFKA_TOPIC"], bootstrap_servers=servers, group_id=os.environ.get("KAFKA_GROUP", "retriever"),
        enable_auto_commit=False, auto_offset_reset="earliest", max_poll_records=1)
    producer = KafkaProducer(bootstrap_servers=servers)
    while not stopping.is_set():
        for records in consumer.poll(timeout_ms=500).values():
            for record in records:
                try:
                    status, answer = "ok", retrieve(retriever, record.value)
                except Exception as error:  # a message that no attempt could answer must not hold up the ones behind it
                    status, answer = "failed", {"error": str(error)}
                producer.send(os.environ["KAFKA_REPLY_TOPIC"], json.dumps(answer).encode(), key=record.key).get(timeout=30)
                consumer.commit()  # once the answer is out, so that what is cut off is done again
                MESSAGES.labels(status).inc()
    consumer.close()
    producer.close()
