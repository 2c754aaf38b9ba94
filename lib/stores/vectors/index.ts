export { EmbeddingModel, type EmbeddingModelOptions } from './embedding-model';
export { QdrantVectorStore } from './qdrant-vector-store';
export { VectorDatabase } from './vector-database';
export { type ExternalVectorStoreProps, type IVectorStore, VectorStore } from './vector-store';
export { VectorStoreServer } from './vector-store-server';
export { type VectorStoreServerProps } from './vector-store-server-props';
export { WeaviateVectorStore, type WeaviateVectorStoreProps } from './weaviate-vector-store';
export { type CustomVectorizerProps, WeaviateVectorizer } from './weaviate-vectorizer';
