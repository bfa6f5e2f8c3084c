// Written by scripts/embed-runtime. DO NOT EDIT.
#include "CEmbeddedRuntime.h"

// #embed is C23; clang knows it in older modes, too, and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_0[] = {
#embed "../../Sources/APIMachinery/FieldError+Text.swift"
};
static const unsigned char file_1[] = {
#embed "../../Sources/APIMachinery/FieldError.swift"
};
static const unsigned char file_2[] = {
#embed "../../Sources/APIMachinery/GoDuration+Text.swift"
};
static const unsigned char file_3[] = {
#embed "../../Sources/APIMachinery/GoDuration.swift"
};
static const unsigned char file_4[] = {
#embed "../../Sources/APIMachinery/ManagedFields/ApplyError.swift"
};
static const unsigned char file_5[] = {
#embed "../../Sources/APIMachinery/ManagedFields/FieldManager+Apply.swift"
};
static const unsigned char file_6[] = {
#embed "../../Sources/APIMachinery/ManagedFields/FieldManager.swift"
};
static const unsigned char file_7[] = {
#embed "../../Sources/APIMachinery/ManagedFields/FieldSet+Tree.swift"
};
static const unsigned char file_8[] = {
#embed "../../Sources/APIMachinery/ManagedFields/FieldSet.swift"
};
static const unsigned char file_9[] = {
#embed "../../Sources/APIMachinery/ManagedFields/ManagedEntries.swift"
};
static const unsigned char file_10[] = {
#embed "../../Sources/APIMachinery/ManagedFields/MergeShape.swift"
};
static const unsigned char file_11[] = {
#embed "../../Sources/APIMachinery/ManagedFields/PathElement+Numbers.swift"
};
static const unsigned char file_12[] = {
#embed "../../Sources/APIMachinery/ManagedFields/PathElement.swift"
};
static const unsigned char file_13[] = {
#embed "../../Sources/APIMachinery/ManagedFields/TreeCheck.swift"
};
static const unsigned char file_14[] = {
#embed "../../Sources/APIMachinery/ManagedFields/TreeComparison.swift"
};
static const unsigned char file_15[] = {
#embed "../../Sources/APIMachinery/ManagedFields/TreeMerge.swift"
};
static const unsigned char file_16[] = {
#embed "../../Sources/APIMachinery/ManagedFields/TreeRemoval.swift"
};
static const unsigned char file_17[] = {
#embed "../../Sources/APIMachinery/Metadata/Condition.swift"
};
static const unsigned char file_18[] = {
#embed "../../Sources/APIMachinery/Metadata/MemberReader.swift"
};
static const unsigned char file_19[] = {
#embed "../../Sources/APIMachinery/Metadata/NameRule.swift"
};
static const unsigned char file_20[] = {
#embed "../../Sources/APIMachinery/Metadata/ObjectMeta.swift"
};
static const unsigned char file_21[] = {
#embed "../../Sources/APIMachinery/Metadata/ObjectMetaLifecycle.swift"
};
static const unsigned char file_22[] = {
#embed "../../Sources/APIMachinery/Metadata/ObjectMetaValidation.swift"
};
static const unsigned char file_23[] = {
#embed "../../Sources/APIMachinery/Metadata/OwnerReference.swift"
};
static const unsigned char file_24[] = {
#embed "../../Sources/APIMachinery/Names/APIObject.swift"
};
static const unsigned char file_25[] = {
#embed "../../Sources/APIMachinery/Names/GroupVersionResource.swift"
};
static const unsigned char file_26[] = {
#embed "../../Sources/APIMachinery/Names/NamespacedName.swift"
};
static const unsigned char file_27[] = {
#embed "../../Sources/APIMachinery/Patch/JSONPatch.swift"
};
static const unsigned char file_28[] = {
#embed "../../Sources/APIMachinery/Patch/MergePatch.swift"
};
static const unsigned char file_29[] = {
#embed "../../Sources/APIMachinery/Patch/PatchDepth.swift"
};
static const unsigned char file_30[] = {
#embed "../../Sources/APIMachinery/Patch/PatchError.swift"
};
static const unsigned char file_31[] = {
#embed "../../Sources/APIMachinery/Patch/StrategicMergePatch.swift"
};
static const unsigned char file_32[] = {
#embed "../../Sources/APIMachinery/Pattern/Pattern.swift"
};
static const unsigned char file_33[] = {
#embed "../../Sources/APIMachinery/Pattern/PatternCompiler.swift"
};
static const unsigned char file_34[] = {
#embed "../../Sources/APIMachinery/Pattern/PatternParser.swift"
};
static const unsigned char file_35[] = {
#embed "../../Sources/APIMachinery/Quantity/IntOrString.swift"
};
static const unsigned char file_36[] = {
#embed "../../Sources/APIMachinery/Quantity/Quantity+Parsing.swift"
};
static const unsigned char file_37[] = {
#embed "../../Sources/APIMachinery/Quantity/Quantity.swift"
};
static const unsigned char file_38[] = {
#embed "../../Sources/APIMachinery/Schema/FieldPath.swift"
};
static const unsigned char file_39[] = {
#embed "../../Sources/APIMachinery/Schema/Schema+Completion.swift"
};
static const unsigned char file_40[] = {
#embed "../../Sources/APIMachinery/Schema/Schema+Defaults.swift"
};
static const unsigned char file_41[] = {
#embed "../../Sources/APIMachinery/Schema/Schema+Meta.swift"
};
static const unsigned char file_42[] = {
#embed "../../Sources/APIMachinery/Schema/Schema+Prune.swift"
};
static const unsigned char file_43[] = {
#embed "../../Sources/APIMachinery/Schema/Schema+Random.swift"
};
static const unsigned char file_44[] = {
#embed "../../Sources/APIMachinery/Schema/Schema.swift"
};
static const unsigned char file_45[] = {
#embed "../../Sources/APIMachinery/Schema/SchemaError.swift"
};
static const unsigned char file_46[] = {
#embed "../../Sources/APIMachinery/Schema/SchemaValidator.swift"
};
static const unsigned char file_47[] = {
#embed "../../Sources/APIMachinery/Selectors/FieldSelector.swift"
};
static const unsigned char file_48[] = {
#embed "../../Sources/APIMachinery/Selectors/LabelSelector+Object.swift"
};
static const unsigned char file_49[] = {
#embed "../../Sources/APIMachinery/Selectors/LabelSelector+Parsing.swift"
};
static const unsigned char file_50[] = {
#embed "../../Sources/APIMachinery/Selectors/LabelSelector.swift"
};
static const unsigned char file_51[] = {
#embed "../../Sources/APIMachinery/Selectors/SelectorError.swift"
};
static const unsigned char file_52[] = {
#embed "../../Sources/APIMachinery/Status/GroupResource.swift"
};
static const unsigned char file_53[] = {
#embed "../../Sources/APIMachinery/Status/StatusError+General.swift"
};
static const unsigned char file_54[] = {
#embed "../../Sources/APIMachinery/Status/StatusError+Objects.swift"
};
static const unsigned char file_55[] = {
#embed "../../Sources/APIMachinery/Status/StatusError.swift"
};
static const unsigned char file_56[] = {
#embed "../../Sources/APIMachinery/Status/StatusSuccess.swift"
};
static const unsigned char file_57[] = {
#embed "../../Sources/APIMachinery/Text/GoText.swift"
};
static const unsigned char file_58[] = {
#embed "../../Sources/APIMachinery/Time/CalendarTime.swift"
};
static const unsigned char file_59[] = {
#embed "../../Sources/APIMachinery/Time/MicroTime.swift"
};
static const unsigned char file_60[] = {
#embed "../../Sources/APIMachinery/Time/Timestamp.swift"
};
static const unsigned char file_61[] = {
#embed "../../Sources/APIServer/Admission/AdmissionFollower.swift"
};
static const unsigned char file_62[] = {
#embed "../../Sources/APIServer/Admission/AdmissionMetrics.swift"
};
static const unsigned char file_63[] = {
#embed "../../Sources/APIServer/Admission/AdmissionPlugin.swift"
};
static const unsigned char file_64[] = {
#embed "../../Sources/APIServer/Admission/AdmissionRequest.swift"
};
static const unsigned char file_65[] = {
#embed "../../Sources/APIServer/Admission/ClusterAdmission.swift"
};
static const unsigned char file_66[] = {
#embed "../../Sources/APIServer/Admission/NamespaceBook.swift"
};
static const unsigned char file_67[] = {
#embed "../../Sources/APIServer/Admission/NamespaceLifecycle.swift"
};
static const unsigned char file_68[] = {
#embed "../../Sources/APIServer/Admission/ResourceRequest+Admission.swift"
};
static const unsigned char file_69[] = {
#embed "../../Sources/APIServer/Audit/AuditBackups.swift"
};
static const unsigned char file_70[] = {
#embed "../../Sources/APIServer/Audit/AuditEvent.swift"
};
static const unsigned char file_71[] = {
#embed "../../Sources/APIServer/Audit/AuditFile.swift"
};
static const unsigned char file_72[] = {
#embed "../../Sources/APIServer/Audit/AuditLevel.swift"
};
static const unsigned char file_73[] = {
#embed "../../Sources/APIServer/Audit/AuditLog.swift"
};
static const unsigned char file_74[] = {
#embed "../../Sources/APIServer/Audit/AuditMetrics.swift"
};
static const unsigned char file_75[] = {
#embed "../../Sources/APIServer/Audit/AuditPolicy.swift"
};
static const unsigned char file_76[] = {
#embed "../../Sources/APIServer/Audit/AuditPolicyReader.swift"
};
static const unsigned char file_77[] = {
#embed "../../Sources/APIServer/Audit/AuditRecord.swift"
};
static const unsigned char file_78[] = {
#embed "../../Sources/APIServer/Audit/Auditing.swift"
};
static const unsigned char file_79[] = {
#embed "../../Sources/APIServer/Audit/SourceAddresses.swift"
};
static const unsigned char file_80[] = {
#embed "../../Sources/APIServer/Authentication/Authenticator.swift"
};
static const unsigned char file_81[] = {
#embed "../../Sources/APIServer/Authentication/BearerAuthenticator.swift"
};
static const unsigned char file_82[] = {
#embed "../../Sources/APIServer/Authentication/CachedTokens.swift"
};
static const unsigned char file_83[] = {
#embed "../../Sources/APIServer/Authentication/CertificateAuthenticator.swift"
};
static const unsigned char file_84[] = {
#embed "../../Sources/APIServer/Authentication/ExpiringCache.swift"
};
static const unsigned char file_85[] = {
#embed "../../Sources/APIServer/Authentication/RequestAuthenticator.swift"
};
static const unsigned char file_86[] = {
#embed "../../Sources/APIServer/Authentication/RequestHeaderAuthenticator.swift"
};
static const unsigned char file_87[] = {
#embed "../../Sources/APIServer/Authentication/RequestHeaderConfiguration.swift"
};
static const unsigned char file_88[] = {
#embed "../../Sources/APIServer/Authentication/TokenFile.swift"
};
static const unsigned char file_89[] = {
#embed "../../Sources/APIServer/Authentication/VerifiedCertificates.swift"
};
static const unsigned char file_90[] = {
#embed "../../Sources/APIServer/Authentication/WebSocketToken.swift"
};
static const unsigned char file_91[] = {
#embed "../../Sources/APIServer/Authorization/ABACPolicy.swift"
};
static const unsigned char file_92[] = {
#embed "../../Sources/APIServer/Authorization/AuthorizationAttributes.swift"
};
static const unsigned char file_93[] = {
#embed "../../Sources/APIServer/Authorization/Authorizer.swift"
};
static const unsigned char file_94[] = {
#embed "../../Sources/APIServer/Authorization/CachedDecisions.swift"
};
static const unsigned char file_95[] = {
#embed "../../Sources/APIServer/Authorization/FixedAuthorizers.swift"
};
static const unsigned char file_96[] = {
#embed "../../Sources/APIServer/Changing/ChangingKind.swift"
};
static const unsigned char file_97[] = {
#embed "../../Sources/APIServer/Changing/ChangingKinds.swift"
};
static const unsigned char file_98[] = {
#embed "../../Sources/APIServer/ClusterCertificate/BundlePublisher.swift"
};
static const unsigned char file_99[] = {
#embed "../../Sources/APIServer/ClusterCertificate/CertificateClock.swift"
};
static const unsigned char file_100[] = {
#embed "../../Sources/APIServer/ClusterCertificate/CertificateKeeper.swift"
};
static const unsigned char file_101[] = {
#embed "../../Sources/APIServer/ClusterCertificate/CertificateTrouble.swift"
};
static const unsigned char file_102[] = {
#embed "../../Sources/APIServer/ClusterCertificate/ClusterCertificate.swift"
};
static const unsigned char file_103[] = {
#embed "../../Sources/APIServer/ClusterCertificate/ClusterServing.swift"
};
static const unsigned char file_104[] = {
#embed "../../Sources/APIServer/Command/APIServerCommand.swift"
};
static const unsigned char file_105[] = {
#embed "../../Sources/APIServer/Command/AdmissionSettings.swift"
};
static const unsigned char file_106[] = {
#embed "../../Sources/APIServer/Command/AuditSettings.swift"
};
static const unsigned char file_107[] = {
#embed "../../Sources/APIServer/Command/ClusterCertificateSettings.swift"
};
static const unsigned char file_108[] = {
#embed "../../Sources/APIServer/Command/DelegationSettings.swift"
};
static const unsigned char file_109[] = {
#embed "../../Sources/APIServer/Command/MigrationProcess.swift"
};
static const unsigned char file_110[] = {
#embed "../../Sources/APIServer/Command/ServerProcess.swift"
};
static const unsigned char file_111[] = {
#embed "../../Sources/APIServer/Command/ServerSettings.swift"
};
static const unsigned char file_112[] = {
#embed "../../Sources/APIServer/Command/ServerTrust.swift"
};
static const unsigned char file_113[] = {
#embed "../../Sources/APIServer/Command/ServingCertificate.swift"
};
static const unsigned char file_114[] = {
#embed "../../Sources/APIServer/Command/ServingSettings.swift"
};
static const unsigned char file_115[] = {
#embed "../../Sources/APIServer/Command/ShutdownSequence.swift"
};
static const unsigned char file_116[] = {
#embed "../../Sources/APIServer/Command/TrustSettings.swift"
};
static const unsigned char file_117[] = {
#embed "../../Sources/APIServer/Connect/ChannelConnection.swift"
};
static const unsigned char file_118[] = {
#embed "../../Sources/APIServer/Connect/ChannelProtocol.swift"
};
static const unsigned char file_119[] = {
#embed "../../Sources/APIServer/Connect/CommandSession.swift"
};
static const unsigned char file_120[] = {
#embed "../../Sources/APIServer/Connect/ConnectRequest+Upgrade.swift"
};
static const unsigned char file_121[] = {
#embed "../../Sources/APIServer/Connect/ConnectionUpgrade.swift"
};
static const unsigned char file_122[] = {
#embed "../../Sources/APIServer/Connect/PortForwardSession.swift"
};
static const unsigned char file_123[] = {
#embed "../../Sources/APIServer/Delegation/AccessReviewer.swift"
};
static const unsigned char file_124[] = {
#embed "../../Sources/APIServer/Delegation/ClusterTrust.swift"
};
static const unsigned char file_125[] = {
#embed "../../Sources/APIServer/Delegation/CoreClients.swift"
};
static const unsigned char file_126[] = {
#embed "../../Sources/APIServer/Delegation/ReviewCall+KubeClient.swift"
};
static const unsigned char file_127[] = {
#embed "../../Sources/APIServer/Delegation/ReviewCall.swift"
};
static const unsigned char file_128[] = {
#embed "../../Sources/APIServer/Delegation/ReviewMetrics.swift"
};
static const unsigned char file_129[] = {
#embed "../../Sources/APIServer/Delegation/TokenReviewer.swift"
};
static const unsigned char file_130[] = {
#embed "../../Sources/APIServer/Delegation/TrustFollower.swift"
};
static const unsigned char file_131[] = {
#embed "../../Sources/APIServer/Discovery/AggregatedDiscovery.swift"
};
static const unsigned char file_132[] = {
#embed "../../Sources/APIServer/Discovery/ContentHash.swift"
};
static const unsigned char file_133[] = {
#embed "../../Sources/APIServer/Discovery/DiscoveryDocuments.swift"
};
static const unsigned char file_134[] = {
#embed "../../Sources/APIServer/Discovery/DiscoveryRepresentation.swift"
};
static const unsigned char file_135[] = {
#embed "../../Sources/APIServer/Discovery/LegacyDiscovery.swift"
};
static const unsigned char file_136[] = {
#embed "../../Sources/APIServer/Discovery/ServedDocuments.swift"
};
static const unsigned char file_137[] = {
#embed "../../Sources/APIServer/Discovery/ServedResource.swift"
};
static const unsigned char file_138[] = {
#embed "../../Sources/APIServer/Discovery/VersionPriority.swift"
};
static const unsigned char file_139[] = {
#embed "../../Sources/APIServer/Exports.swift"
};
static const unsigned char file_140[] = {
#embed "../../Sources/APIServer/Health/HealthChecks.swift"
};
static const unsigned char file_141[] = {
#embed "../../Sources/APIServer/Impersonation/ImpersonationHeaders.swift"
};
static const unsigned char file_142[] = {
#embed "../../Sources/APIServer/Impersonation/ImpersonationMode.swift"
};
static const unsigned char file_143[] = {
#embed "../../Sources/APIServer/Metrics/IdentityMetrics.swift"
};
static const unsigned char file_144[] = {
#embed "../../Sources/APIServer/Metrics/Measuring.swift"
};
static const unsigned char file_145[] = {
#embed "../../Sources/APIServer/Metrics/ObjectCounts.swift"
};
static const unsigned char file_146[] = {
#embed "../../Sources/APIServer/Metrics/ProcessMetrics.swift"
};
static const unsigned char file_147[] = {
#embed "../../Sources/APIServer/Metrics/ServerMetrics.swift"
};
static const unsigned char file_148[] = {
#embed "../../Sources/APIServer/Metrics/Stopwatch.swift"
};
static const unsigned char file_149[] = {
#embed "../../Sources/APIServer/Metrics/WatchMetrics.swift"
};
static const unsigned char file_150[] = {
#embed "../../Sources/APIServer/Migration/StorageMigration.swift"
};
static const unsigned char file_151[] = {
#embed "../../Sources/APIServer/Migration/StorageMigrator.swift"
};
static const unsigned char file_152[] = {
#embed "../../Sources/APIServer/Object/ObjectStore.swift"
};
static const unsigned char file_153[] = {
#embed "../../Sources/APIServer/Object/ObjectTree.swift"
};
static const unsigned char file_154[] = {
#embed "../../Sources/APIServer/Object/SelectableField.swift"
};
static const unsigned char file_155[] = {
#embed "../../Sources/APIServer/Object/ServedKind.swift"
};
static const unsigned char file_156[] = {
#embed "../../Sources/APIServer/Object/ServedObject.swift"
};
static const unsigned char file_157[] = {
#embed "../../Sources/APIServer/Object/ServedVersion.swift"
};
static const unsigned char file_158[] = {
#embed "../../Sources/APIServer/Object/UUID4.swift"
};
static const unsigned char file_159[] = {
#embed "../../Sources/APIServer/Object/WireLayout.swift"
};
static const unsigned char file_160[] = {
#embed "../../Sources/APIServer/OpenAPI/DiscoveryPaths.swift"
};
static const unsigned char file_161[] = {
#embed "../../Sources/APIServer/OpenAPI/GnosticV2.swift"
};
static const unsigned char file_162[] = {
#embed "../../Sources/APIServer/OpenAPI/GnosticV3.swift"
};
static const unsigned char file_163[] = {
#embed "../../Sources/APIServer/OpenAPI/LimitKeywords.swift"
};
static const unsigned char file_164[] = {
#embed "../../Sources/APIServer/OpenAPI/MetaSchemas+Answers.swift"
};
static const unsigned char file_165[] = {
#embed "../../Sources/APIServer/OpenAPI/MetaSchemas+Discovery.swift"
};
static const unsigned char file_166[] = {
#embed "../../Sources/APIServer/OpenAPI/MetaSchemas+Metadata.swift"
};
static const unsigned char file_167[] = {
#embed "../../Sources/APIServer/OpenAPI/MetaSchemas.swift"
};
static const unsigned char file_168[] = {
#embed "../../Sources/APIServer/OpenAPI/OpenAPIDialect.swift"
};
static const unsigned char file_169[] = {
#embed "../../Sources/APIServer/OpenAPI/OpenAPIDocuments.swift"
};
static const unsigned char file_170[] = {
#embed "../../Sources/APIServer/OpenAPI/OpenAPIForm.swift"
};
static const unsigned char file_171[] = {
#embed "../../Sources/APIServer/OpenAPI/OpenAPINames.swift"
};
static const unsigned char file_172[] = {
#embed "../../Sources/APIServer/OpenAPI/OpenAPIOperation.swift"
};
static const unsigned char file_173[] = {
#embed "../../Sources/APIServer/OpenAPI/OpenAPIParameters.swift"
};
static const unsigned char file_174[] = {
#embed "../../Sources/APIServer/OpenAPI/OpenAPIPayload.swift"
};
static const unsigned char file_175[] = {
#embed "../../Sources/APIServer/OpenAPI/OpenAPIRenderer.swift"
};
static const unsigned char file_176[] = {
#embed "../../Sources/APIServer/OpenAPI/ResourcePaths+Connections.swift"
};
static const unsigned char file_177[] = {
#embed "../../Sources/APIServer/OpenAPI/ResourcePaths.swift"
};
static const unsigned char file_178[] = {
#embed "../../Sources/APIServer/OpenAPI/SchemaRenderer.swift"
};
static const unsigned char file_179[] = {
#embed "../../Sources/APIServer/Pipeline/Authenticating.swift"
};
static const unsigned char file_180[] = {
#embed "../../Sources/APIServer/Pipeline/Authorizing.swift"
};
static const unsigned char file_181[] = {
#embed "../../Sources/APIServer/Pipeline/CommonHeaders.swift"
};
static const unsigned char file_182[] = {
#embed "../../Sources/APIServer/Pipeline/EndingStream.swift"
};
static const unsigned char file_183[] = {
#embed "../../Sources/APIServer/Pipeline/ErrorRendering.swift"
};
static const unsigned char file_184[] = {
#embed "../../Sources/APIServer/Pipeline/Impersonating.swift"
};
static const unsigned char file_185[] = {
#embed "../../Sources/APIServer/Pipeline/InFlightLimits.swift"
};
static const unsigned char file_186[] = {
#embed "../../Sources/APIServer/Pipeline/Pipeline.swift"
};
static const unsigned char file_187[] = {
#embed "../../Sources/APIServer/Pipeline/RequestDeadlines.swift"
};
static const unsigned char file_188[] = {
#embed "../../Sources/APIServer/Pipeline/ShutdownGate.swift"
};
static const unsigned char file_189[] = {
#embed "../../Sources/APIServer/Pipeline/StatusError+Server.swift"
};
static const unsigned char file_190[] = {
#embed "../../Sources/APIServer/Pipeline/Tracing.swift"
};
static const unsigned char file_191[] = {
#embed "../../Sources/APIServer/Protobuf/JSONMessage.swift"
};
static const unsigned char file_192[] = {
#embed "../../Sources/APIServer/Protobuf/ProtobufObject.swift"
};
static const unsigned char file_193[] = {
#embed "../../Sources/APIServer/Representation/FieldPath.swift"
};
static const unsigned char file_194[] = {
#embed "../../Sources/APIServer/Representation/HumanDuration.swift"
};
static const unsigned char file_195[] = {
#embed "../../Sources/APIServer/Representation/MediaType.swift"
};
static const unsigned char file_196[] = {
#embed "../../Sources/APIServer/Representation/Negotiation.swift"
};
static const unsigned char file_197[] = {
#embed "../../Sources/APIServer/Representation/ObjectResponse.swift"
};
static const unsigned char file_198[] = {
#embed "../../Sources/APIServer/Representation/PartialMetadata.swift"
};
static const unsigned char file_199[] = {
#embed "../../Sources/APIServer/Representation/Table.swift"
};
static const unsigned char file_200[] = {
#embed "../../Sources/APIServer/Request/ContinueToken.swift"
};
static const unsigned char file_201[] = {
#embed "../../Sources/APIServer/Request/DeleteOptions.swift"
};
static const unsigned char file_202[] = {
#embed "../../Sources/APIServer/Request/ListOptions.swift"
};
static const unsigned char file_203[] = {
#embed "../../Sources/APIServer/Request/NumberFault.swift"
};
static const unsigned char file_204[] = {
#embed "../../Sources/APIServer/Request/Query.swift"
};
static const unsigned char file_205[] = {
#embed "../../Sources/APIServer/Request/RequestBody.swift"
};
static const unsigned char file_206[] = {
#embed "../../Sources/APIServer/Request/RequestContext.swift"
};
static const unsigned char file_207[] = {
#embed "../../Sources/APIServer/Request/RequestInfo.swift"
};
static const unsigned char file_208[] = {
#embed "../../Sources/APIServer/Request/WriteOptions.swift"
};
static const unsigned char file_209[] = {
#embed "../../Sources/APIServer/Resource/APIGroup.swift"
};
static const unsigned char file_210[] = {
#embed "../../Sources/APIServer/Resource/DeleteValidating.swift"
};
static const unsigned char file_211[] = {
#embed "../../Sources/APIServer/Resource/Resource.swift"
};
static const unsigned char file_212[] = {
#embed "../../Sources/APIServer/Resource/ResourceDefinition.swift"
};
static const unsigned char file_213[] = {
#embed "../../Sources/APIServer/Resource/RoundTrip.swift"
};
static const unsigned char file_214[] = {
#embed "../../Sources/APIServer/Resource/UntypedResource+Types.swift"
};
static const unsigned char file_215[] = {
#embed "../../Sources/APIServer/Resource/UntypedResource.swift"
};
static const unsigned char file_216[] = {
#embed "../../Sources/APIServer/Server/APIServer+Local.swift"
};
static const unsigned char file_217[] = {
#embed "../../Sources/APIServer/Server/APIServer+Trust.swift"
};
static const unsigned char file_218[] = {
#embed "../../Sources/APIServer/Server/APIServer.swift"
};
static const unsigned char file_219[] = {
#embed "../../Sources/APIServer/Server/FixedEndpoints.swift"
};
static const unsigned char file_220[] = {
#embed "../../Sources/APIServer/Server/FrontHandler.swift"
};
static const unsigned char file_221[] = {
#embed "../../Sources/APIServer/Server/FrontRequest+Documents.swift"
};
static const unsigned char file_222[] = {
#embed "../../Sources/APIServer/Server/LocalObjects.swift"
};
static const unsigned char file_223[] = {
#embed "../../Sources/APIServer/Server/OpenAPIEndpoint.swift"
};
static const unsigned char file_224[] = {
#embed "../../Sources/APIServer/Server/ResourceRouter.swift"
};
static const unsigned char file_225[] = {
#embed "../../Sources/APIServer/Server/VersionInfo.swift"
};
static const unsigned char file_226[] = {
#embed "../../Sources/APIServer/Subresource/ConnectRequest.swift"
};
static const unsigned char file_227[] = {
#embed "../../Sources/APIServer/Subresource/ConnectVerb.swift"
};
static const unsigned char file_228[] = {
#embed "../../Sources/APIServer/Subresource/ParentObject.swift"
};
static const unsigned char file_229[] = {
#embed "../../Sources/APIServer/Subresource/Subresource.swift"
};
static const unsigned char file_230[] = {
#embed "../../Sources/APIServer/Subresource/SubresourceHandlers.swift"
};
static const unsigned char file_231[] = {
#embed "../../Sources/APIServer/Subresource/SubresourceVerbs.swift"
};
static const unsigned char file_232[] = {
#embed "../../Sources/APIServer/Verbs/ApplyVerb.swift"
};
static const unsigned char file_233[] = {
#embed "../../Sources/APIServer/Verbs/CreateVerb.swift"
};
static const unsigned char file_234[] = {
#embed "../../Sources/APIServer/Verbs/DeleteCollectionVerb.swift"
};
static const unsigned char file_235[] = {
#embed "../../Sources/APIServer/Verbs/DeleteVerb.swift"
};
static const unsigned char file_236[] = {
#embed "../../Sources/APIServer/Verbs/FieldOwnership.swift"
};
static const unsigned char file_237[] = {
#embed "../../Sources/APIServer/Verbs/GetVerb.swift"
};
static const unsigned char file_238[] = {
#embed "../../Sources/APIServer/Verbs/ListVerb.swift"
};
static const unsigned char file_239[] = {
#embed "../../Sources/APIServer/Verbs/Listing.swift"
};
static const unsigned char file_240[] = {
#embed "../../Sources/APIServer/Verbs/ObjectDecoder.swift"
};
static const unsigned char file_241[] = {
#embed "../../Sources/APIServer/Verbs/ObjectValidation.swift"
};
static const unsigned char file_242[] = {
#embed "../../Sources/APIServer/Verbs/OversizedObject.swift"
};
static const unsigned char file_243[] = {
#embed "../../Sources/APIServer/Verbs/PatchVerb.swift"
};
static const unsigned char file_244[] = {
#embed "../../Sources/APIServer/Verbs/RequestIdentity.swift"
};
static const unsigned char file_245[] = {
#embed "../../Sources/APIServer/Verbs/ResourceRequest+Normalization.swift"
};
static const unsigned char file_246[] = {
#embed "../../Sources/APIServer/Verbs/ResourceRequest.swift"
};
static const unsigned char file_247[] = {
#embed "../../Sources/APIServer/Verbs/ScaleObject.swift"
};
static const unsigned char file_248[] = {
#embed "../../Sources/APIServer/Verbs/ScaleVerbs.swift"
};
static const unsigned char file_249[] = {
#embed "../../Sources/APIServer/Verbs/StatusIsolation.swift"
};
static const unsigned char file_250[] = {
#embed "../../Sources/APIServer/Verbs/UpdateVerb.swift"
};
static const unsigned char file_251[] = {
#embed "../../Sources/APIServer/Verbs/Verb.swift"
};
static const unsigned char file_252[] = {
#embed "../../Sources/APIServer/Verbs/WatchAnswer.swift"
};
static const unsigned char file_253[] = {
#embed "../../Sources/APIServer/Verbs/WatchEventEncoder.swift"
};
static const unsigned char file_254[] = {
#embed "../../Sources/APIServer/Verbs/WatchStream.swift"
};
static const unsigned char file_255[] = {
#embed "../../Sources/APIServer/Verbs/WatchVerb.swift"
};
static const unsigned char file_256[] = {
#embed "../../Sources/APIServer/Virtual/ListQuery.swift"
};
static const unsigned char file_257[] = {
#embed "../../Sources/APIServer/Virtual/ProducedBody.swift"
};
static const unsigned char file_258[] = {
#embed "../../Sources/APIServer/Virtual/VerbContext.swift"
};
static const unsigned char file_259[] = {
#embed "../../Sources/APIServer/Virtual/VerbHandlers.swift"
};
static const unsigned char file_260[] = {
#embed "../../Sources/APIServer/Virtual/VirtualEvents.swift"
};
static const unsigned char file_261[] = {
#embed "../../Sources/APIServer/Virtual/VirtualReadVerbs.swift"
};
static const unsigned char file_262[] = {
#embed "../../Sources/APIServer/Virtual/VirtualResource.swift"
};
static const unsigned char file_263[] = {
#embed "../../Sources/APIServer/Virtual/VirtualWatchVerb.swift"
};
static const unsigned char file_264[] = {
#embed "../../Sources/APIServer/Virtual/VirtualWriteVerbs.swift"
};
static const unsigned char file_265[] = {
#embed "../../Sources/APIServer/Webhooks/AdmissionReview.swift"
};
static const unsigned char file_266[] = {
#embed "../../Sources/APIServer/Webhooks/MutatingWebhooks.swift"
};
static const unsigned char file_267[] = {
#embed "../../Sources/APIServer/Webhooks/ServiceLookup.swift"
};
static const unsigned char file_268[] = {
#embed "../../Sources/APIServer/Webhooks/ValidatingWebhooks.swift"
};
static const unsigned char file_269[] = {
#embed "../../Sources/APIServer/Webhooks/Webhook.swift"
};
static const unsigned char file_270[] = {
#embed "../../Sources/APIServer/Webhooks/WebhookBook.swift"
};
static const unsigned char file_271[] = {
#embed "../../Sources/APIServer/Webhooks/WebhookCall.swift"
};
static const unsigned char file_272[] = {
#embed "../../Sources/APIServer/Webhooks/WebhookFailure.swift"
};
static const unsigned char file_273[] = {
#embed "../../Sources/APIServer/Webhooks/WebhookForms.swift"
};
static const unsigned char file_274[] = {
#embed "../../Sources/APIServer/Webhooks/WebhookMetrics.swift"
};
static const unsigned char file_275[] = {
#embed "../../Sources/APIServer/Webhooks/WebhookPhase.swift"
};
static const unsigned char file_276[] = {
#embed "../../Sources/APIServer/Webhooks/WebhookRule.swift"
};
static const unsigned char file_277[] = {
#embed "../../Sources/APIServer/Webhooks/WebhookSelection.swift"
};
static const unsigned char file_278[] = {
#embed "../../Sources/APIServer/Webhooks/WebhookTransport.swift"
};
static const unsigned char file_279[] = {
#embed "../../Sources/APIServerTesting/CoreKinds.swift"
};
static const unsigned char file_280[] = {
#embed "../../Sources/APIServerTesting/InProcessTransport.swift"
};
static const unsigned char file_281[] = {
#embed "../../Sources/APIServerTesting/TestServer.swift"
};
static const unsigned char file_282[] = {
#embed "../../Sources/CLinux/CLinux.c"
};
static const unsigned char file_283[] = {
#embed "../../Sources/CLinux/include/CLinux.h"
};
static const unsigned char file_284[] = {
#embed "../../Sources/CNghttp2/module.modulemap"
};
static const unsigned char file_285[] = {
#embed "../../Sources/CNghttp2/shim.h"
};
static const unsigned char file_286[] = {
#embed "../../Sources/COpenSSL/module.modulemap"
};
static const unsigned char file_287[] = {
#embed "../../Sources/COpenSSL/shim.h"
};
static const unsigned char file_288[] = {
#embed "../../Sources/CSQLite/module.modulemap"
};
static const unsigned char file_289[] = {
#embed "../../Sources/CSQLite/shim.h"
};
static const unsigned char file_290[] = {
#embed "../../Sources/CYAML/module.modulemap"
};
static const unsigned char file_291[] = {
#embed "../../Sources/CYAML/shim.h"
};
static const unsigned char file_292[] = {
#embed "../../Sources/CZlib/module.modulemap"
};
static const unsigned char file_293[] = {
#embed "../../Sources/CZlib/shim.h"
};
static const unsigned char file_294[] = {
#embed "../../Sources/ComponentBase/CommandFlags.swift"
};
static const unsigned char file_295[] = {
#embed "../../Sources/ComponentBase/Program.swift"
};
static const unsigned char file_296[] = {
#embed "../../Sources/ComponentBase/ProgramOutput.swift"
};
static const unsigned char file_297[] = {
#embed "../../Sources/ComponentBase/StartError.swift"
};
static const unsigned char file_298[] = {
#embed "../../Sources/ControllerRuntime/Command/ControllerManagerCommand.swift"
};
static const unsigned char file_299[] = {
#embed "../../Sources/ControllerRuntime/Command/ManagerProcess.swift"
};
static const unsigned char file_300[] = {
#embed "../../Sources/ControllerRuntime/Command/ManagerSettings.swift"
};
static const unsigned char file_301[] = {
#embed "../../Sources/ControllerRuntime/Command/PlainEndpoints.swift"
};
static const unsigned char file_302[] = {
#embed "../../Sources/ControllerRuntime/Controller/Controller.swift"
};
static const unsigned char file_303[] = {
#embed "../../Sources/ControllerRuntime/Controller/ControllerWatch.swift"
};
static const unsigned char file_304[] = {
#embed "../../Sources/ControllerRuntime/Controller/Finalizing.swift"
};
static const unsigned char file_305[] = {
#embed "../../Sources/ControllerRuntime/Controller/Predicate.swift"
};
static const unsigned char file_306[] = {
#embed "../../Sources/ControllerRuntime/Controller/ReconcileMetrics.swift"
};
static const unsigned char file_307[] = {
#embed "../../Sources/ControllerRuntime/Controller/Reconciler.swift"
};
static const unsigned char file_308[] = {
#embed "../../Sources/ControllerRuntime/Events/EventRecorder.swift"
};
static const unsigned char file_309[] = {
#embed "../../Sources/ControllerRuntime/Events/EventSeries.swift"
};
static const unsigned char file_310[] = {
#embed "../../Sources/ControllerRuntime/Events/EventSink.swift"
};
static const unsigned char file_311[] = {
#embed "../../Sources/ControllerRuntime/Exports.swift"
};
static const unsigned char file_312[] = {
#embed "../../Sources/ControllerRuntime/Leader/LeaderElection.swift"
};
static const unsigned char file_313[] = {
#embed "../../Sources/ControllerRuntime/Leader/LeaderElectionMachine.swift"
};
static const unsigned char file_314[] = {
#embed "../../Sources/ControllerRuntime/Leader/LeaderTerm.swift"
};
static const unsigned char file_315[] = {
#embed "../../Sources/ControllerRuntime/Leader/LeaseRecord.swift"
};
static const unsigned char file_316[] = {
#embed "../../Sources/ControllerRuntime/Manager/ControllerClock.swift"
};
static const unsigned char file_317[] = {
#embed "../../Sources/ControllerRuntime/Manager/ControllerManager.swift"
};
static const unsigned char file_318[] = {
#embed "../../Sources/ControllerRuntime/Manager/Dates.swift"
};
static const unsigned char file_319[] = {
#embed "../../Sources/ControllerRuntime/Manager/ObjectCache.swift"
};
static const unsigned char file_320[] = {
#embed "../../Sources/ControllerRuntime/Queue/FailureBackoff.swift"
};
static const unsigned char file_321[] = {
#embed "../../Sources/ControllerRuntime/Queue/QueueMetrics.swift"
};
static const unsigned char file_322[] = {
#embed "../../Sources/ControllerRuntime/Queue/QueueState.swift"
};
static const unsigned char file_323[] = {
#embed "../../Sources/ControllerRuntime/Queue/WorkQueue.swift"
};
static const unsigned char file_324[] = {
#embed "../../Sources/EventLoop/BlockingExecutor.swift"
};
static const unsigned char file_325[] = {
#embed "../../Sources/EventLoop/Descriptor.swift"
};
static const unsigned char file_326[] = {
#embed "../../Sources/EventLoop/EventLoop.swift"
};
static const unsigned char file_327[] = {
#embed "../../Sources/EventLoop/EventLoopError+Text.swift"
};
static const unsigned char file_328[] = {
#embed "../../Sources/EventLoop/EventLoopError.swift"
};
static const unsigned char file_329[] = {
#embed "../../Sources/EventLoop/EventLoopGroup.swift"
};
static const unsigned char file_330[] = {
#embed "../../Sources/EventLoop/FileBytes.swift"
};
static const unsigned char file_331[] = {
#embed "../../Sources/EventLoop/LoopExecutor.swift"
};
static const unsigned char file_332[] = {
#embed "../../Sources/EventLoop/Signals.swift"
};
static const unsigned char file_333[] = {
#embed "../../Sources/EventLoop/Socket.swift"
};
static const unsigned char file_334[] = {
#embed "../../Sources/EventLoop/SocketAddress.swift"
};
static const unsigned char file_335[] = {
#embed "../../Sources/EventLoop/TimerQueue.swift"
};
static const unsigned char file_336[] = {
#embed "../../Sources/JSON/ByteEquality.swift"
};
static const unsigned char file_337[] = {
#embed "../../Sources/JSON/JSONCodable+Containers.swift"
};
static const unsigned char file_338[] = {
#embed "../../Sources/JSON/JSONCodable+Scalars.swift"
};
static const unsigned char file_339[] = {
#embed "../../Sources/JSON/JSONCodable.swift"
};
static const unsigned char file_340[] = {
#embed "../../Sources/JSON/JSONFields.swift"
};
static const unsigned char file_341[] = {
#embed "../../Sources/JSON/JSONObject.swift"
};
static const unsigned char file_342[] = {
#embed "../../Sources/JSON/JSONParseError.swift"
};
static const unsigned char file_343[] = {
#embed "../../Sources/JSON/JSONParser+Number.swift"
};
static const unsigned char file_344[] = {
#embed "../../Sources/JSON/JSONParser+String.swift"
};
static const unsigned char file_345[] = {
#embed "../../Sources/JSON/JSONParser.swift"
};
static const unsigned char file_346[] = {
#embed "../../Sources/JSON/JSONReader.swift"
};
static const unsigned char file_347[] = {
#embed "../../Sources/JSON/JSONValue.swift"
};
static const unsigned char file_348[] = {
#embed "../../Sources/JSON/JSONWriter.swift"
};
static const unsigned char file_349[] = {
#embed "../../Sources/JSON/OutputBuffer.swift"
};
static const unsigned char file_350[] = {
#embed "../../Sources/JSON/ScratchStack.swift"
};
static const unsigned char file_351[] = {
#embed "../../Sources/JSON/ShortestDouble.swift"
};
static const unsigned char file_352[] = {
#embed "../../Sources/KubeClient/Config/ClientConfiguration+InCluster.swift"
};
static const unsigned char file_353[] = {
#embed "../../Sources/KubeClient/Config/ClientConfiguration.swift"
};
static const unsigned char file_354[] = {
#embed "../../Sources/KubeClient/Config/ExecCredential.swift"
};
static const unsigned char file_355[] = {
#embed "../../Sources/KubeClient/Config/ExecRunner.swift"
};
static const unsigned char file_356[] = {
#embed "../../Sources/KubeClient/Config/Kubeconfig+Loading.swift"
};
static const unsigned char file_357[] = {
#embed "../../Sources/KubeClient/Config/Kubeconfig+Resolving.swift"
};
static const unsigned char file_358[] = {
#embed "../../Sources/KubeClient/Config/Kubeconfig.swift"
};
static const unsigned char file_359[] = {
#embed "../../Sources/KubeClient/Informer/Backoff.swift"
};
static const unsigned char file_360[] = {
#embed "../../Sources/KubeClient/Informer/IndexedCache.swift"
};
static const unsigned char file_361[] = {
#embed "../../Sources/KubeClient/Informer/Informer.swift"
};
static const unsigned char file_362[] = {
#embed "../../Sources/KubeClient/Informer/InformerMachine.swift"
};
static const unsigned char file_363[] = {
#embed "../../Sources/KubeClient/KubeClient+Resources.swift"
};
static const unsigned char file_364[] = {
#embed "../../Sources/KubeClient/KubeClient+Typed.swift"
};
static const unsigned char file_365[] = {
#embed "../../Sources/KubeClient/KubeClient.swift"
};
static const unsigned char file_366[] = {
#embed "../../Sources/KubeClient/KubeClientError.swift"
};
static const unsigned char file_367[] = {
#embed "../../Sources/KubeClient/REST/CredentialSource.swift"
};
static const unsigned char file_368[] = {
#embed "../../Sources/KubeClient/REST/GroupVersionResource+Path.swift"
};
static const unsigned char file_369[] = {
#embed "../../Sources/KubeClient/REST/KubeRequest.swift"
};
static const unsigned char file_370[] = {
#embed "../../Sources/KubeClient/REST/KubeTransport.swift"
};
static const unsigned char file_371[] = {
#embed "../../Sources/KubeClient/REST/LineSplitter.swift"
};
static const unsigned char file_372[] = {
#embed "../../Sources/KubeClient/REST/ListOptions.swift"
};
static const unsigned char file_373[] = {
#embed "../../Sources/KubeClient/REST/RetryPolicy.swift"
};
static const unsigned char file_374[] = {
#embed "../../Sources/KubeClient/REST/StatusError+Decoding.swift"
};
static const unsigned char file_375[] = {
#embed "../../Sources/KubeClient/REST/WarningHeader.swift"
};
static const unsigned char file_376[] = {
#embed "../../Sources/KubeClient/REST/Watch.swift"
};
static const unsigned char file_377[] = {
#embed "../../Sources/KubeClient/REST/WatchEvent.swift"
};
static const unsigned char file_378[] = {
#embed "../../Sources/Protobuf/ProtobufReader.swift"
};
static const unsigned char file_379[] = {
#embed "../../Sources/Protobuf/ProtobufWriter.swift"
};
static const unsigned char file_380[] = {
#embed "../../Sources/Storage/Compactor.swift"
};
static const unsigned char file_381[] = {
#embed "../../Sources/Storage/Keys/KeyRange.swift"
};
static const unsigned char file_382[] = {
#embed "../../Sources/Storage/Keys/SortedMap.swift"
};
static const unsigned char file_383[] = {
#embed "../../Sources/Storage/Keys/StoreKey.swift"
};
static const unsigned char file_384[] = {
#embed "../../Sources/Storage/Memory/MemoryBackend.swift"
};
static const unsigned char file_385[] = {
#embed "../../Sources/Storage/Memory/MemoryLog.swift"
};
static const unsigned char file_386[] = {
#embed "../../Sources/Storage/StorageBackend.swift"
};
static const unsigned char file_387[] = {
#embed "../../Sources/Storage/StorageFactory.swift"
};
static const unsigned char file_388[] = {
#embed "../../Sources/Storage/SubscriptionTable.swift"
};
static const unsigned char file_389[] = {
#embed "../../Sources/Storage/WatchCache/CacheSnapshot.swift"
};
static const unsigned char file_390[] = {
#embed "../../Sources/Storage/WatchCache/CacheState.swift"
};
static const unsigned char file_391[] = {
#embed "../../Sources/Storage/WatchCache/HistoryLimits.swift"
};
static const unsigned char file_392[] = {
#embed "../../Sources/Storage/WatchCache/PagedStates.swift"
};
static const unsigned char file_393[] = {
#embed "../../Sources/Storage/WatchCache/SharedLook.swift"
};
static const unsigned char file_394[] = {
#embed "../../Sources/Storage/WatchCache/StorageClock.swift"
};
static const unsigned char file_395[] = {
#embed "../../Sources/Storage/WatchCache/WatchCache+Run.swift"
};
static const unsigned char file_396[] = {
#embed "../../Sources/Storage/WatchCache/WatchCache.swift"
};
static const unsigned char file_397[] = {
#embed "../../Sources/Storage/WatchCache/WatchCacheNotice.swift"
};
static const unsigned char file_398[] = {
#embed "../../Sources/Storage/WatchCache/WatchCursor.swift"
};
static const unsigned char file_399[] = {
#embed "../../Sources/Storage/WatchCache/WatchEvent.swift"
};
static const unsigned char file_400[] = {
#embed "../../Sources/Storage/WatchCache/WatchHistory.swift"
};
static const unsigned char file_401[] = {
#embed "../../Sources/Storage/WatchCache/WatchSeat.swift"
};
static const unsigned char file_402[] = {
#embed "../../Sources/StorageEtcd/EtcdBackend+Reading.swift"
};
static const unsigned char file_403[] = {
#embed "../../Sources/StorageEtcd/EtcdBackend+Watching.swift"
};
static const unsigned char file_404[] = {
#embed "../../Sources/StorageEtcd/EtcdBackend+Writing.swift"
};
static const unsigned char file_405[] = {
#embed "../../Sources/StorageEtcd/EtcdBackend.swift"
};
static const unsigned char file_406[] = {
#embed "../../Sources/StorageEtcd/EtcdKeys.swift"
};
static const unsigned char file_407[] = {
#embed "../../Sources/StorageEtcd/EtcdOptions.swift"
};
static const unsigned char file_408[] = {
#embed "../../Sources/StorageEtcd/GRPC/GRPCClient.swift"
};
static const unsigned char file_409[] = {
#embed "../../Sources/StorageEtcd/GRPC/GRPCFailure.swift"
};
static const unsigned char file_410[] = {
#embed "../../Sources/StorageEtcd/GRPC/GRPCFrames.swift"
};
static const unsigned char file_411[] = {
#embed "../../Sources/StorageEtcd/Members/EtcdCaller.swift"
};
static const unsigned char file_412[] = {
#embed "../../Sources/StorageEtcd/Members/EtcdMember.swift"
};
static const unsigned char file_413[] = {
#embed "../../Sources/StorageEtcd/Members/EtcdMembers.swift"
};
static const unsigned char file_414[] = {
#embed "../../Sources/StorageEtcd/Members/EtcdVersion.swift"
};
static const unsigned char file_415[] = {
#embed "../../Sources/StorageEtcd/Messages/EtcdKeyValue.swift"
};
static const unsigned char file_416[] = {
#embed "../../Sources/StorageEtcd/Messages/EtcdRequests.swift"
};
static const unsigned char file_417[] = {
#embed "../../Sources/StorageEtcd/Messages/EtcdResponses.swift"
};
static const unsigned char file_418[] = {
#embed "../../Sources/StorageEtcd/Messages/WatchMessages.swift"
};
static const unsigned char file_419[] = {
#embed "../../Sources/StorageEtcd/StorageFactory+Etcd.swift"
};
static const unsigned char file_420[] = {
#embed "../../Sources/StorageEtcd/Watching/EtcdWatch.swift"
};
static const unsigned char file_421[] = {
#embed "../../Sources/StorageEtcd/Watching/WatchHub.swift"
};
static const unsigned char file_422[] = {
#embed "../../Sources/StorageEtcd/Watching/WatchOutbox.swift"
};
static const unsigned char file_423[] = {
#embed "../../Sources/StorageSQLite/Log/LogCompaction.swift"
};
static const unsigned char file_424[] = {
#embed "../../Sources/StorageSQLite/Log/LogIndex.swift"
};
static const unsigned char file_425[] = {
#embed "../../Sources/StorageSQLite/Log/LogJob.swift"
};
static const unsigned char file_426[] = {
#embed "../../Sources/StorageSQLite/Log/LogReader.swift"
};
static const unsigned char file_427[] = {
#embed "../../Sources/StorageSQLite/Log/LogSchema.swift"
};
static const unsigned char file_428[] = {
#embed "../../Sources/StorageSQLite/Log/LogStatements.swift"
};
static const unsigned char file_429[] = {
#embed "../../Sources/StorageSQLite/Log/LogThread.swift"
};
static const unsigned char file_430[] = {
#embed "../../Sources/StorageSQLite/Log/LogWriter.swift"
};
static const unsigned char file_431[] = {
#embed "../../Sources/StorageSQLite/Log/ReadThread.swift"
};
static const unsigned char file_432[] = {
#embed "../../Sources/StorageSQLite/SQLite/Connection.swift"
};
static const unsigned char file_433[] = {
#embed "../../Sources/StorageSQLite/SQLite/FileLock.swift"
};
static const unsigned char file_434[] = {
#embed "../../Sources/StorageSQLite/SQLite/SQLiteFailure.swift"
};
static const unsigned char file_435[] = {
#embed "../../Sources/StorageSQLite/SQLite/Statement.swift"
};
static const unsigned char file_436[] = {
#embed "../../Sources/StorageSQLite/SQLiteBackend.swift"
};
static const unsigned char file_437[] = {
#embed "../../Sources/StorageSQLite/SQLiteOptions.swift"
};
static const unsigned char file_438[] = {
#embed "../../Sources/StorageSQLite/StorageFactory+SQLite.swift"
};
static const unsigned char file_439[] = {
#embed "../../Sources/StorageSQLite/Threads/Gate.swift"
};
static const unsigned char file_440[] = {
#embed "../../Sources/StorageSQLite/Threads/WorkQueue.swift"
};
static const unsigned char file_441[] = {
#embed "../../Sources/StorageSQLite/Threads/WorkerThread.swift"
};
static const unsigned char file_442[] = {
#embed "../../Sources/TLS/Base64.swift"
};
static const unsigned char file_443[] = {
#embed "../../Sources/TLS/CertificateAuthorities.swift"
};
static const unsigned char file_444[] = {
#embed "../../Sources/TLS/CertificateChain+PEM.swift"
};
static const unsigned char file_445[] = {
#embed "../../Sources/TLS/CertificateChain.swift"
};
static const unsigned char file_446[] = {
#embed "../../Sources/TLS/CertificateIdentity.swift"
};
static const unsigned char file_447[] = {
#embed "../../Sources/TLS/CertificateIssuer.swift"
};
static const unsigned char file_448[] = {
#embed "../../Sources/TLS/CertificateVerifier.swift"
};
static const unsigned char file_449[] = {
#embed "../../Sources/TLS/Digest.swift"
};
static const unsigned char file_450[] = {
#embed "../../Sources/TLS/OpenSSLHandle.swift"
};
static const unsigned char file_451[] = {
#embed "../../Sources/TLS/SSLContextHandle.swift"
};
static const unsigned char file_452[] = {
#embed "../../Sources/TLS/ServerNames.swift"
};
static const unsigned char file_453[] = {
#embed "../../Sources/TLS/SigningKey.swift"
};
static const unsigned char file_454[] = {
#embed "../../Sources/TLS/SystemTrust.swift"
};
static const unsigned char file_455[] = {
#embed "../../Sources/TLS/TLSClientIdentity.swift"
};
static const unsigned char file_456[] = {
#embed "../../Sources/TLS/TLSContext.swift"
};
static const unsigned char file_457[] = {
#embed "../../Sources/TLS/TLSError+Text.swift"
};
static const unsigned char file_458[] = {
#embed "../../Sources/TLS/TLSError.swift"
};
static const unsigned char file_459[] = {
#embed "../../Sources/TLS/TLSIdentity.swift"
};
static const unsigned char file_460[] = {
#embed "../../Sources/TLS/TLSServerOptions.swift"
};
static const unsigned char file_461[] = {
#embed "../../Sources/TLS/TLSSession.swift"
};
static const unsigned char file_462[] = {
#embed "../../Sources/TLS/TLSStep.swift"
};
static const unsigned char file_463[] = {
#embed "../../Sources/TLS/X509Codec.swift"
};
static const unsigned char file_464[] = {
#embed "../../Sources/Telemetry/Bell.swift"
};
static const unsigned char file_465[] = {
#embed "../../Sources/Telemetry/Locked.swift"
};
static const unsigned char file_466[] = {
#embed "../../Sources/Telemetry/LogLine.swift"
};
static const unsigned char file_467[] = {
#embed "../../Sources/Telemetry/Logger.swift"
};
static const unsigned char file_468[] = {
#embed "../../Sources/Telemetry/Metrics/AtomicDouble.swift"
};
static const unsigned char file_469[] = {
#embed "../../Sources/Telemetry/Metrics/Counter.swift"
};
static const unsigned char file_470[] = {
#embed "../../Sources/Telemetry/Metrics/ExpositionText.swift"
};
static const unsigned char file_471[] = {
#embed "../../Sources/Telemetry/Metrics/Gauge.swift"
};
static const unsigned char file_472[] = {
#embed "../../Sources/Telemetry/Metrics/Histogram.swift"
};
static const unsigned char file_473[] = {
#embed "../../Sources/Telemetry/Metrics/MetricFamily.swift"
};
static const unsigned char file_474[] = {
#embed "../../Sources/Telemetry/Metrics/MetricsRegistry.swift"
};
static const unsigned char file_475[] = {
#embed "../../Sources/Telemetry/StandardError.swift"
};
static const unsigned char file_476[] = {
#embed "../../Sources/Telemetry/TraceContext.swift"
};
static const unsigned char file_477[] = {
#embed "../../Sources/Telemetry/TracePropagation.swift"
};
static const unsigned char file_478[] = {
#embed "../../Sources/Telemetry/WallTime.swift"
};
static const unsigned char file_479[] = {
#embed "../../Sources/Transport/Client/BodyRelay.swift"
};
static const unsigned char file_480[] = {
#embed "../../Sources/Transport/Client/BodyWriter.swift"
};
static const unsigned char file_481[] = {
#embed "../../Sources/Transport/Client/ClientConnection.swift"
};
static const unsigned char file_482[] = {
#embed "../../Sources/Transport/Client/ClientExchange.swift"
};
static const unsigned char file_483[] = {
#embed "../../Sources/Transport/Client/ClientProtocol.swift"
};
static const unsigned char file_484[] = {
#embed "../../Sources/Transport/Client/ClientRequest.swift"
};
static const unsigned char file_485[] = {
#embed "../../Sources/Transport/Client/ClientResponse.swift"
};
static const unsigned char file_486[] = {
#embed "../../Sources/Transport/Client/ClientWorker.swift"
};
static const unsigned char file_487[] = {
#embed "../../Sources/Transport/Client/Dialer.swift"
};
static const unsigned char file_488[] = {
#embed "../../Sources/Transport/Client/EndpointPool.swift"
};
static const unsigned char file_489[] = {
#embed "../../Sources/Transport/Client/HTTPClient.swift"
};
static const unsigned char file_490[] = {
#embed "../../Sources/Transport/Client/HTTPClientConfiguration.swift"
};
static const unsigned char file_491[] = {
#embed "../../Sources/Transport/Client/HTTPEndpoint.swift"
};
static const unsigned char file_492[] = {
#embed "../../Sources/Transport/Client/IncomingBody.swift"
};
static const unsigned char file_493[] = {
#embed "../../Sources/Transport/Client/PoolState.swift"
};
static const unsigned char file_494[] = {
#embed "../../Sources/Transport/Client/ResponseInbox.swift"
};
static const unsigned char file_495[] = {
#embed "../../Sources/Transport/Client/RetryRule.swift"
};
static const unsigned char file_496[] = {
#embed "../../Sources/Transport/Client/UpgradeRelay.swift"
};
static const unsigned char file_497[] = {
#embed "../../Sources/Transport/Compression/Gzip.swift"
};
static const unsigned char file_498[] = {
#embed "../../Sources/Transport/HTTP/DuplexStream.swift"
};
static const unsigned char file_499[] = {
#embed "../../Sources/Transport/HTTP/HTTPDate.swift"
};
static const unsigned char file_500[] = {
#embed "../../Sources/Transport/HTTP/HTTPHeaders.swift"
};
static const unsigned char file_501[] = {
#embed "../../Sources/Transport/HTTP/HTTPRequest.swift"
};
static const unsigned char file_502[] = {
#embed "../../Sources/Transport/HTTP/HTTPResponse.swift"
};
static const unsigned char file_503[] = {
#embed "../../Sources/Transport/HTTP/HTTPStatus.swift"
};
static const unsigned char file_504[] = {
#embed "../../Sources/Transport/HTTP/PercentEncoding.swift"
};
static const unsigned char file_505[] = {
#embed "../../Sources/Transport/HTTP1/ChunkedDecoder.swift"
};
static const unsigned char file_506[] = {
#embed "../../Sources/Transport/HTTP1/HTTP1ClientProtocol.swift"
};
static const unsigned char file_507[] = {
#embed "../../Sources/Transport/HTTP1/HTTP1RequestEncoder.swift"
};
static const unsigned char file_508[] = {
#embed "../../Sources/Transport/HTTP1/HTTP1RequestParser.swift"
};
static const unsigned char file_509[] = {
#embed "../../Sources/Transport/HTTP1/HTTP1ResponseEncoder.swift"
};
static const unsigned char file_510[] = {
#embed "../../Sources/Transport/HTTP1/HTTP1ResponseParser.swift"
};
static const unsigned char file_511[] = {
#embed "../../Sources/Transport/HTTP1/HTTP1ServerProtocol+Body.swift"
};
static const unsigned char file_512[] = {
#embed "../../Sources/Transport/HTTP1/HTTP1ServerProtocol.swift"
};
static const unsigned char file_513[] = {
#embed "../../Sources/Transport/HTTP1/HTTP1Syntax.swift"
};
static const unsigned char file_514[] = {
#embed "../../Sources/Transport/HTTP2/HTTP2ClientProtocol.swift"
};
static const unsigned char file_515[] = {
#embed "../../Sources/Transport/HTTP2/HTTP2ClientSession.swift"
};
static const unsigned char file_516[] = {
#embed "../../Sources/Transport/HTTP2/HTTP2ClientStream.swift"
};
static const unsigned char file_517[] = {
#embed "../../Sources/Transport/HTTP2/HTTP2FieldList.swift"
};
static const unsigned char file_518[] = {
#embed "../../Sources/Transport/HTTP2/HTTP2ServerProtocol+Body.swift"
};
static const unsigned char file_519[] = {
#embed "../../Sources/Transport/HTTP2/HTTP2ServerProtocol+Deadlines.swift"
};
static const unsigned char file_520[] = {
#embed "../../Sources/Transport/HTTP2/HTTP2ServerProtocol+Session.swift"
};
static const unsigned char file_521[] = {
#embed "../../Sources/Transport/HTTP2/HTTP2ServerProtocol.swift"
};
static const unsigned char file_522[] = {
#embed "../../Sources/Transport/HTTP2/HTTP2Session.swift"
};
static const unsigned char file_523[] = {
#embed "../../Sources/Transport/HTTP2/HTTP2Stream.swift"
};
static const unsigned char file_524[] = {
#embed "../../Sources/Transport/Server/ArrivingBody.swift"
};
static const unsigned char file_525[] = {
#embed "../../Sources/Transport/Server/ConnectionDeadlines.swift"
};
static const unsigned char file_526[] = {
#embed "../../Sources/Transport/Server/HTTPServer.swift"
};
static const unsigned char file_527[] = {
#embed "../../Sources/Transport/Server/HTTPServerConfiguration.swift"
};
static const unsigned char file_528[] = {
#embed "../../Sources/Transport/Server/Listener.swift"
};
static const unsigned char file_529[] = {
#embed "../../Sources/Transport/Server/OutputQueue.swift"
};
static const unsigned char file_530[] = {
#embed "../../Sources/Transport/Server/RequestDeadline.swift"
};
static const unsigned char file_531[] = {
#embed "../../Sources/Transport/Server/ResponseBody.swift"
};
static const unsigned char file_532[] = {
#embed "../../Sources/Transport/Server/ServerConnection+Deadlines.swift"
};
static const unsigned char file_533[] = {
#embed "../../Sources/Transport/Server/ServerConnection+Phase.swift"
};
static const unsigned char file_534[] = {
#embed "../../Sources/Transport/Server/ServerConnection+Worker.swift"
};
static const unsigned char file_535[] = {
#embed "../../Sources/Transport/Server/ServerConnection.swift"
};
static const unsigned char file_536[] = {
#embed "../../Sources/Transport/Server/ServerProtocol.swift"
};
static const unsigned char file_537[] = {
#embed "../../Sources/Transport/Server/ServerWorker.swift"
};
static const unsigned char file_538[] = {
#embed "../../Sources/Transport/Server/TakenOverProtocol.swift"
};
static const unsigned char file_539[] = {
#embed "../../Sources/Transport/Server/WakeFlag.swift"
};
static const unsigned char file_540[] = {
#embed "../../Sources/Transport/Server/WakeMailbox.swift"
};
static const unsigned char file_541[] = {
#embed "../../Sources/Transport/Server/WakeRounds.swift"
};
static const unsigned char file_542[] = {
#embed "../../Sources/Transport/TransportError+Text.swift"
};
static const unsigned char file_543[] = {
#embed "../../Sources/Transport/TransportError.swift"
};
static const unsigned char file_544[] = {
#embed "../../Sources/Transport/WebSocket/WebSocketConfiguration.swift"
};
static const unsigned char file_545[] = {
#embed "../../Sources/Transport/WebSocket/WebSocketDecoder.swift"
};
static const unsigned char file_546[] = {
#embed "../../Sources/Transport/WebSocket/WebSocketEncoder.swift"
};
static const unsigned char file_547[] = {
#embed "../../Sources/Transport/WebSocket/WebSocketHandshake.swift"
};
static const unsigned char file_548[] = {
#embed "../../Sources/Transport/WebSocket/WebSocketLineStream.swift"
};
static const unsigned char file_549[] = {
#embed "../../Sources/Transport/WebSocket/WebSocketMachine.swift"
};
static const unsigned char file_550[] = {
#embed "../../Sources/Transport/WebSocket/WebSocketMessage.swift"
};
static const unsigned char file_551[] = {
#embed "../../Sources/Transport/WebSocket/WebSocketSession.swift"
};
static const unsigned char file_552[] = {
#embed "../../Sources/Transport/WebSocket/WebSocketSessionState.swift"
};
static const unsigned char file_553[] = {
#embed "../../Sources/Transport/WebSocket/WebSocketStream.swift"
};
static const unsigned char file_554[] = {
#embed "../../Sources/YAML/YAMLEmitter.swift"
};
static const unsigned char file_555[] = {
#embed "../../Sources/YAML/YAMLError.swift"
};
static const unsigned char file_556[] = {
#embed "../../Sources/YAML/YAMLEvents.swift"
};
static const unsigned char file_557[] = {
#embed "../../Sources/YAML/YAMLLookalikes.swift"
};
static const unsigned char file_558[] = {
#embed "../../Sources/YAML/YAMLReader.swift"
};
static const unsigned char file_559[] = {
#embed "../../Sources/YAML/YAMLScalar.swift"
};
static const unsigned char file_560[] = {
#embed "../../Sources/YAML/YAMLTreeBuilder.swift"
};
static const unsigned char file_561[] = {
#embed "../../Sources/YAML/YAMLWriter.swift"
};

static const struct apiboot_embedded_file files[] = {
    {"Sources/APIMachinery/FieldError+Text.swift", file_0, sizeof file_0},
    {"Sources/APIMachinery/FieldError.swift", file_1, sizeof file_1},
    {"Sources/APIMachinery/GoDuration+Text.swift", file_2, sizeof file_2},
    {"Sources/APIMachinery/GoDuration.swift", file_3, sizeof file_3},
    {"Sources/APIMachinery/ManagedFields/ApplyError.swift", file_4, sizeof file_4},
    {"Sources/APIMachinery/ManagedFields/FieldManager+Apply.swift", file_5, sizeof file_5},
    {"Sources/APIMachinery/ManagedFields/FieldManager.swift", file_6, sizeof file_6},
    {"Sources/APIMachinery/ManagedFields/FieldSet+Tree.swift", file_7, sizeof file_7},
    {"Sources/APIMachinery/ManagedFields/FieldSet.swift", file_8, sizeof file_8},
    {"Sources/APIMachinery/ManagedFields/ManagedEntries.swift", file_9, sizeof file_9},
    {"Sources/APIMachinery/ManagedFields/MergeShape.swift", file_10, sizeof file_10},
    {"Sources/APIMachinery/ManagedFields/PathElement+Numbers.swift", file_11, sizeof file_11},
    {"Sources/APIMachinery/ManagedFields/PathElement.swift", file_12, sizeof file_12},
    {"Sources/APIMachinery/ManagedFields/TreeCheck.swift", file_13, sizeof file_13},
    {"Sources/APIMachinery/ManagedFields/TreeComparison.swift", file_14, sizeof file_14},
    {"Sources/APIMachinery/ManagedFields/TreeMerge.swift", file_15, sizeof file_15},
    {"Sources/APIMachinery/ManagedFields/TreeRemoval.swift", file_16, sizeof file_16},
    {"Sources/APIMachinery/Metadata/Condition.swift", file_17, sizeof file_17},
    {"Sources/APIMachinery/Metadata/MemberReader.swift", file_18, sizeof file_18},
    {"Sources/APIMachinery/Metadata/NameRule.swift", file_19, sizeof file_19},
    {"Sources/APIMachinery/Metadata/ObjectMeta.swift", file_20, sizeof file_20},
    {"Sources/APIMachinery/Metadata/ObjectMetaLifecycle.swift", file_21, sizeof file_21},
    {"Sources/APIMachinery/Metadata/ObjectMetaValidation.swift", file_22, sizeof file_22},
    {"Sources/APIMachinery/Metadata/OwnerReference.swift", file_23, sizeof file_23},
    {"Sources/APIMachinery/Names/APIObject.swift", file_24, sizeof file_24},
    {"Sources/APIMachinery/Names/GroupVersionResource.swift", file_25, sizeof file_25},
    {"Sources/APIMachinery/Names/NamespacedName.swift", file_26, sizeof file_26},
    {"Sources/APIMachinery/Patch/JSONPatch.swift", file_27, sizeof file_27},
    {"Sources/APIMachinery/Patch/MergePatch.swift", file_28, sizeof file_28},
    {"Sources/APIMachinery/Patch/PatchDepth.swift", file_29, sizeof file_29},
    {"Sources/APIMachinery/Patch/PatchError.swift", file_30, sizeof file_30},
    {"Sources/APIMachinery/Patch/StrategicMergePatch.swift", file_31, sizeof file_31},
    {"Sources/APIMachinery/Pattern/Pattern.swift", file_32, sizeof file_32},
    {"Sources/APIMachinery/Pattern/PatternCompiler.swift", file_33, sizeof file_33},
    {"Sources/APIMachinery/Pattern/PatternParser.swift", file_34, sizeof file_34},
    {"Sources/APIMachinery/Quantity/IntOrString.swift", file_35, sizeof file_35},
    {"Sources/APIMachinery/Quantity/Quantity+Parsing.swift", file_36, sizeof file_36},
    {"Sources/APIMachinery/Quantity/Quantity.swift", file_37, sizeof file_37},
    {"Sources/APIMachinery/Schema/FieldPath.swift", file_38, sizeof file_38},
    {"Sources/APIMachinery/Schema/Schema+Completion.swift", file_39, sizeof file_39},
    {"Sources/APIMachinery/Schema/Schema+Defaults.swift", file_40, sizeof file_40},
    {"Sources/APIMachinery/Schema/Schema+Meta.swift", file_41, sizeof file_41},
    {"Sources/APIMachinery/Schema/Schema+Prune.swift", file_42, sizeof file_42},
    {"Sources/APIMachinery/Schema/Schema+Random.swift", file_43, sizeof file_43},
    {"Sources/APIMachinery/Schema/Schema.swift", file_44, sizeof file_44},
    {"Sources/APIMachinery/Schema/SchemaError.swift", file_45, sizeof file_45},
    {"Sources/APIMachinery/Schema/SchemaValidator.swift", file_46, sizeof file_46},
    {"Sources/APIMachinery/Selectors/FieldSelector.swift", file_47, sizeof file_47},
    {"Sources/APIMachinery/Selectors/LabelSelector+Object.swift", file_48, sizeof file_48},
    {"Sources/APIMachinery/Selectors/LabelSelector+Parsing.swift", file_49, sizeof file_49},
    {"Sources/APIMachinery/Selectors/LabelSelector.swift", file_50, sizeof file_50},
    {"Sources/APIMachinery/Selectors/SelectorError.swift", file_51, sizeof file_51},
    {"Sources/APIMachinery/Status/GroupResource.swift", file_52, sizeof file_52},
    {"Sources/APIMachinery/Status/StatusError+General.swift", file_53, sizeof file_53},
    {"Sources/APIMachinery/Status/StatusError+Objects.swift", file_54, sizeof file_54},
    {"Sources/APIMachinery/Status/StatusError.swift", file_55, sizeof file_55},
    {"Sources/APIMachinery/Status/StatusSuccess.swift", file_56, sizeof file_56},
    {"Sources/APIMachinery/Text/GoText.swift", file_57, sizeof file_57},
    {"Sources/APIMachinery/Time/CalendarTime.swift", file_58, sizeof file_58},
    {"Sources/APIMachinery/Time/MicroTime.swift", file_59, sizeof file_59},
    {"Sources/APIMachinery/Time/Timestamp.swift", file_60, sizeof file_60},
    {"Sources/APIServer/Admission/AdmissionFollower.swift", file_61, sizeof file_61},
    {"Sources/APIServer/Admission/AdmissionMetrics.swift", file_62, sizeof file_62},
    {"Sources/APIServer/Admission/AdmissionPlugin.swift", file_63, sizeof file_63},
    {"Sources/APIServer/Admission/AdmissionRequest.swift", file_64, sizeof file_64},
    {"Sources/APIServer/Admission/ClusterAdmission.swift", file_65, sizeof file_65},
    {"Sources/APIServer/Admission/NamespaceBook.swift", file_66, sizeof file_66},
    {"Sources/APIServer/Admission/NamespaceLifecycle.swift", file_67, sizeof file_67},
    {"Sources/APIServer/Admission/ResourceRequest+Admission.swift", file_68, sizeof file_68},
    {"Sources/APIServer/Audit/AuditBackups.swift", file_69, sizeof file_69},
    {"Sources/APIServer/Audit/AuditEvent.swift", file_70, sizeof file_70},
    {"Sources/APIServer/Audit/AuditFile.swift", file_71, sizeof file_71},
    {"Sources/APIServer/Audit/AuditLevel.swift", file_72, sizeof file_72},
    {"Sources/APIServer/Audit/AuditLog.swift", file_73, sizeof file_73},
    {"Sources/APIServer/Audit/AuditMetrics.swift", file_74, sizeof file_74},
    {"Sources/APIServer/Audit/AuditPolicy.swift", file_75, sizeof file_75},
    {"Sources/APIServer/Audit/AuditPolicyReader.swift", file_76, sizeof file_76},
    {"Sources/APIServer/Audit/AuditRecord.swift", file_77, sizeof file_77},
    {"Sources/APIServer/Audit/Auditing.swift", file_78, sizeof file_78},
    {"Sources/APIServer/Audit/SourceAddresses.swift", file_79, sizeof file_79},
    {"Sources/APIServer/Authentication/Authenticator.swift", file_80, sizeof file_80},
    {"Sources/APIServer/Authentication/BearerAuthenticator.swift", file_81, sizeof file_81},
    {"Sources/APIServer/Authentication/CachedTokens.swift", file_82, sizeof file_82},
    {"Sources/APIServer/Authentication/CertificateAuthenticator.swift", file_83, sizeof file_83},
    {"Sources/APIServer/Authentication/ExpiringCache.swift", file_84, sizeof file_84},
    {"Sources/APIServer/Authentication/RequestAuthenticator.swift", file_85, sizeof file_85},
    {"Sources/APIServer/Authentication/RequestHeaderAuthenticator.swift", file_86, sizeof file_86},
    {"Sources/APIServer/Authentication/RequestHeaderConfiguration.swift", file_87, sizeof file_87},
    {"Sources/APIServer/Authentication/TokenFile.swift", file_88, sizeof file_88},
    {"Sources/APIServer/Authentication/VerifiedCertificates.swift", file_89, sizeof file_89},
    {"Sources/APIServer/Authentication/WebSocketToken.swift", file_90, sizeof file_90},
    {"Sources/APIServer/Authorization/ABACPolicy.swift", file_91, sizeof file_91},
    {"Sources/APIServer/Authorization/AuthorizationAttributes.swift", file_92, sizeof file_92},
    {"Sources/APIServer/Authorization/Authorizer.swift", file_93, sizeof file_93},
    {"Sources/APIServer/Authorization/CachedDecisions.swift", file_94, sizeof file_94},
    {"Sources/APIServer/Authorization/FixedAuthorizers.swift", file_95, sizeof file_95},
    {"Sources/APIServer/Changing/ChangingKind.swift", file_96, sizeof file_96},
    {"Sources/APIServer/Changing/ChangingKinds.swift", file_97, sizeof file_97},
    {"Sources/APIServer/ClusterCertificate/BundlePublisher.swift", file_98, sizeof file_98},
    {"Sources/APIServer/ClusterCertificate/CertificateClock.swift", file_99, sizeof file_99},
    {"Sources/APIServer/ClusterCertificate/CertificateKeeper.swift", file_100, sizeof file_100},
    {"Sources/APIServer/ClusterCertificate/CertificateTrouble.swift", file_101, sizeof file_101},
    {"Sources/APIServer/ClusterCertificate/ClusterCertificate.swift", file_102, sizeof file_102},
    {"Sources/APIServer/ClusterCertificate/ClusterServing.swift", file_103, sizeof file_103},
    {"Sources/APIServer/Command/APIServerCommand.swift", file_104, sizeof file_104},
    {"Sources/APIServer/Command/AdmissionSettings.swift", file_105, sizeof file_105},
    {"Sources/APIServer/Command/AuditSettings.swift", file_106, sizeof file_106},
    {"Sources/APIServer/Command/ClusterCertificateSettings.swift", file_107, sizeof file_107},
    {"Sources/APIServer/Command/DelegationSettings.swift", file_108, sizeof file_108},
    {"Sources/APIServer/Command/MigrationProcess.swift", file_109, sizeof file_109},
    {"Sources/APIServer/Command/ServerProcess.swift", file_110, sizeof file_110},
    {"Sources/APIServer/Command/ServerSettings.swift", file_111, sizeof file_111},
    {"Sources/APIServer/Command/ServerTrust.swift", file_112, sizeof file_112},
    {"Sources/APIServer/Command/ServingCertificate.swift", file_113, sizeof file_113},
    {"Sources/APIServer/Command/ServingSettings.swift", file_114, sizeof file_114},
    {"Sources/APIServer/Command/ShutdownSequence.swift", file_115, sizeof file_115},
    {"Sources/APIServer/Command/TrustSettings.swift", file_116, sizeof file_116},
    {"Sources/APIServer/Connect/ChannelConnection.swift", file_117, sizeof file_117},
    {"Sources/APIServer/Connect/ChannelProtocol.swift", file_118, sizeof file_118},
    {"Sources/APIServer/Connect/CommandSession.swift", file_119, sizeof file_119},
    {"Sources/APIServer/Connect/ConnectRequest+Upgrade.swift", file_120, sizeof file_120},
    {"Sources/APIServer/Connect/ConnectionUpgrade.swift", file_121, sizeof file_121},
    {"Sources/APIServer/Connect/PortForwardSession.swift", file_122, sizeof file_122},
    {"Sources/APIServer/Delegation/AccessReviewer.swift", file_123, sizeof file_123},
    {"Sources/APIServer/Delegation/ClusterTrust.swift", file_124, sizeof file_124},
    {"Sources/APIServer/Delegation/CoreClients.swift", file_125, sizeof file_125},
    {"Sources/APIServer/Delegation/ReviewCall+KubeClient.swift", file_126, sizeof file_126},
    {"Sources/APIServer/Delegation/ReviewCall.swift", file_127, sizeof file_127},
    {"Sources/APIServer/Delegation/ReviewMetrics.swift", file_128, sizeof file_128},
    {"Sources/APIServer/Delegation/TokenReviewer.swift", file_129, sizeof file_129},
    {"Sources/APIServer/Delegation/TrustFollower.swift", file_130, sizeof file_130},
    {"Sources/APIServer/Discovery/AggregatedDiscovery.swift", file_131, sizeof file_131},
    {"Sources/APIServer/Discovery/ContentHash.swift", file_132, sizeof file_132},
    {"Sources/APIServer/Discovery/DiscoveryDocuments.swift", file_133, sizeof file_133},
    {"Sources/APIServer/Discovery/DiscoveryRepresentation.swift", file_134, sizeof file_134},
    {"Sources/APIServer/Discovery/LegacyDiscovery.swift", file_135, sizeof file_135},
    {"Sources/APIServer/Discovery/ServedDocuments.swift", file_136, sizeof file_136},
    {"Sources/APIServer/Discovery/ServedResource.swift", file_137, sizeof file_137},
    {"Sources/APIServer/Discovery/VersionPriority.swift", file_138, sizeof file_138},
    {"Sources/APIServer/Exports.swift", file_139, sizeof file_139},
    {"Sources/APIServer/Health/HealthChecks.swift", file_140, sizeof file_140},
    {"Sources/APIServer/Impersonation/ImpersonationHeaders.swift", file_141, sizeof file_141},
    {"Sources/APIServer/Impersonation/ImpersonationMode.swift", file_142, sizeof file_142},
    {"Sources/APIServer/Metrics/IdentityMetrics.swift", file_143, sizeof file_143},
    {"Sources/APIServer/Metrics/Measuring.swift", file_144, sizeof file_144},
    {"Sources/APIServer/Metrics/ObjectCounts.swift", file_145, sizeof file_145},
    {"Sources/APIServer/Metrics/ProcessMetrics.swift", file_146, sizeof file_146},
    {"Sources/APIServer/Metrics/ServerMetrics.swift", file_147, sizeof file_147},
    {"Sources/APIServer/Metrics/Stopwatch.swift", file_148, sizeof file_148},
    {"Sources/APIServer/Metrics/WatchMetrics.swift", file_149, sizeof file_149},
    {"Sources/APIServer/Migration/StorageMigration.swift", file_150, sizeof file_150},
    {"Sources/APIServer/Migration/StorageMigrator.swift", file_151, sizeof file_151},
    {"Sources/APIServer/Object/ObjectStore.swift", file_152, sizeof file_152},
    {"Sources/APIServer/Object/ObjectTree.swift", file_153, sizeof file_153},
    {"Sources/APIServer/Object/SelectableField.swift", file_154, sizeof file_154},
    {"Sources/APIServer/Object/ServedKind.swift", file_155, sizeof file_155},
    {"Sources/APIServer/Object/ServedObject.swift", file_156, sizeof file_156},
    {"Sources/APIServer/Object/ServedVersion.swift", file_157, sizeof file_157},
    {"Sources/APIServer/Object/UUID4.swift", file_158, sizeof file_158},
    {"Sources/APIServer/Object/WireLayout.swift", file_159, sizeof file_159},
    {"Sources/APIServer/OpenAPI/DiscoveryPaths.swift", file_160, sizeof file_160},
    {"Sources/APIServer/OpenAPI/GnosticV2.swift", file_161, sizeof file_161},
    {"Sources/APIServer/OpenAPI/GnosticV3.swift", file_162, sizeof file_162},
    {"Sources/APIServer/OpenAPI/LimitKeywords.swift", file_163, sizeof file_163},
    {"Sources/APIServer/OpenAPI/MetaSchemas+Answers.swift", file_164, sizeof file_164},
    {"Sources/APIServer/OpenAPI/MetaSchemas+Discovery.swift", file_165, sizeof file_165},
    {"Sources/APIServer/OpenAPI/MetaSchemas+Metadata.swift", file_166, sizeof file_166},
    {"Sources/APIServer/OpenAPI/MetaSchemas.swift", file_167, sizeof file_167},
    {"Sources/APIServer/OpenAPI/OpenAPIDialect.swift", file_168, sizeof file_168},
    {"Sources/APIServer/OpenAPI/OpenAPIDocuments.swift", file_169, sizeof file_169},
    {"Sources/APIServer/OpenAPI/OpenAPIForm.swift", file_170, sizeof file_170},
    {"Sources/APIServer/OpenAPI/OpenAPINames.swift", file_171, sizeof file_171},
    {"Sources/APIServer/OpenAPI/OpenAPIOperation.swift", file_172, sizeof file_172},
    {"Sources/APIServer/OpenAPI/OpenAPIParameters.swift", file_173, sizeof file_173},
    {"Sources/APIServer/OpenAPI/OpenAPIPayload.swift", file_174, sizeof file_174},
    {"Sources/APIServer/OpenAPI/OpenAPIRenderer.swift", file_175, sizeof file_175},
    {"Sources/APIServer/OpenAPI/ResourcePaths+Connections.swift", file_176, sizeof file_176},
    {"Sources/APIServer/OpenAPI/ResourcePaths.swift", file_177, sizeof file_177},
    {"Sources/APIServer/OpenAPI/SchemaRenderer.swift", file_178, sizeof file_178},
    {"Sources/APIServer/Pipeline/Authenticating.swift", file_179, sizeof file_179},
    {"Sources/APIServer/Pipeline/Authorizing.swift", file_180, sizeof file_180},
    {"Sources/APIServer/Pipeline/CommonHeaders.swift", file_181, sizeof file_181},
    {"Sources/APIServer/Pipeline/EndingStream.swift", file_182, sizeof file_182},
    {"Sources/APIServer/Pipeline/ErrorRendering.swift", file_183, sizeof file_183},
    {"Sources/APIServer/Pipeline/Impersonating.swift", file_184, sizeof file_184},
    {"Sources/APIServer/Pipeline/InFlightLimits.swift", file_185, sizeof file_185},
    {"Sources/APIServer/Pipeline/Pipeline.swift", file_186, sizeof file_186},
    {"Sources/APIServer/Pipeline/RequestDeadlines.swift", file_187, sizeof file_187},
    {"Sources/APIServer/Pipeline/ShutdownGate.swift", file_188, sizeof file_188},
    {"Sources/APIServer/Pipeline/StatusError+Server.swift", file_189, sizeof file_189},
    {"Sources/APIServer/Pipeline/Tracing.swift", file_190, sizeof file_190},
    {"Sources/APIServer/Protobuf/JSONMessage.swift", file_191, sizeof file_191},
    {"Sources/APIServer/Protobuf/ProtobufObject.swift", file_192, sizeof file_192},
    {"Sources/APIServer/Representation/FieldPath.swift", file_193, sizeof file_193},
    {"Sources/APIServer/Representation/HumanDuration.swift", file_194, sizeof file_194},
    {"Sources/APIServer/Representation/MediaType.swift", file_195, sizeof file_195},
    {"Sources/APIServer/Representation/Negotiation.swift", file_196, sizeof file_196},
    {"Sources/APIServer/Representation/ObjectResponse.swift", file_197, sizeof file_197},
    {"Sources/APIServer/Representation/PartialMetadata.swift", file_198, sizeof file_198},
    {"Sources/APIServer/Representation/Table.swift", file_199, sizeof file_199},
    {"Sources/APIServer/Request/ContinueToken.swift", file_200, sizeof file_200},
    {"Sources/APIServer/Request/DeleteOptions.swift", file_201, sizeof file_201},
    {"Sources/APIServer/Request/ListOptions.swift", file_202, sizeof file_202},
    {"Sources/APIServer/Request/NumberFault.swift", file_203, sizeof file_203},
    {"Sources/APIServer/Request/Query.swift", file_204, sizeof file_204},
    {"Sources/APIServer/Request/RequestBody.swift", file_205, sizeof file_205},
    {"Sources/APIServer/Request/RequestContext.swift", file_206, sizeof file_206},
    {"Sources/APIServer/Request/RequestInfo.swift", file_207, sizeof file_207},
    {"Sources/APIServer/Request/WriteOptions.swift", file_208, sizeof file_208},
    {"Sources/APIServer/Resource/APIGroup.swift", file_209, sizeof file_209},
    {"Sources/APIServer/Resource/DeleteValidating.swift", file_210, sizeof file_210},
    {"Sources/APIServer/Resource/Resource.swift", file_211, sizeof file_211},
    {"Sources/APIServer/Resource/ResourceDefinition.swift", file_212, sizeof file_212},
    {"Sources/APIServer/Resource/RoundTrip.swift", file_213, sizeof file_213},
    {"Sources/APIServer/Resource/UntypedResource+Types.swift", file_214, sizeof file_214},
    {"Sources/APIServer/Resource/UntypedResource.swift", file_215, sizeof file_215},
    {"Sources/APIServer/Server/APIServer+Local.swift", file_216, sizeof file_216},
    {"Sources/APIServer/Server/APIServer+Trust.swift", file_217, sizeof file_217},
    {"Sources/APIServer/Server/APIServer.swift", file_218, sizeof file_218},
    {"Sources/APIServer/Server/FixedEndpoints.swift", file_219, sizeof file_219},
    {"Sources/APIServer/Server/FrontHandler.swift", file_220, sizeof file_220},
    {"Sources/APIServer/Server/FrontRequest+Documents.swift", file_221, sizeof file_221},
    {"Sources/APIServer/Server/LocalObjects.swift", file_222, sizeof file_222},
    {"Sources/APIServer/Server/OpenAPIEndpoint.swift", file_223, sizeof file_223},
    {"Sources/APIServer/Server/ResourceRouter.swift", file_224, sizeof file_224},
    {"Sources/APIServer/Server/VersionInfo.swift", file_225, sizeof file_225},
    {"Sources/APIServer/Subresource/ConnectRequest.swift", file_226, sizeof file_226},
    {"Sources/APIServer/Subresource/ConnectVerb.swift", file_227, sizeof file_227},
    {"Sources/APIServer/Subresource/ParentObject.swift", file_228, sizeof file_228},
    {"Sources/APIServer/Subresource/Subresource.swift", file_229, sizeof file_229},
    {"Sources/APIServer/Subresource/SubresourceHandlers.swift", file_230, sizeof file_230},
    {"Sources/APIServer/Subresource/SubresourceVerbs.swift", file_231, sizeof file_231},
    {"Sources/APIServer/Verbs/ApplyVerb.swift", file_232, sizeof file_232},
    {"Sources/APIServer/Verbs/CreateVerb.swift", file_233, sizeof file_233},
    {"Sources/APIServer/Verbs/DeleteCollectionVerb.swift", file_234, sizeof file_234},
    {"Sources/APIServer/Verbs/DeleteVerb.swift", file_235, sizeof file_235},
    {"Sources/APIServer/Verbs/FieldOwnership.swift", file_236, sizeof file_236},
    {"Sources/APIServer/Verbs/GetVerb.swift", file_237, sizeof file_237},
    {"Sources/APIServer/Verbs/ListVerb.swift", file_238, sizeof file_238},
    {"Sources/APIServer/Verbs/Listing.swift", file_239, sizeof file_239},
    {"Sources/APIServer/Verbs/ObjectDecoder.swift", file_240, sizeof file_240},
    {"Sources/APIServer/Verbs/ObjectValidation.swift", file_241, sizeof file_241},
    {"Sources/APIServer/Verbs/OversizedObject.swift", file_242, sizeof file_242},
    {"Sources/APIServer/Verbs/PatchVerb.swift", file_243, sizeof file_243},
    {"Sources/APIServer/Verbs/RequestIdentity.swift", file_244, sizeof file_244},
    {"Sources/APIServer/Verbs/ResourceRequest+Normalization.swift", file_245, sizeof file_245},
    {"Sources/APIServer/Verbs/ResourceRequest.swift", file_246, sizeof file_246},
    {"Sources/APIServer/Verbs/ScaleObject.swift", file_247, sizeof file_247},
    {"Sources/APIServer/Verbs/ScaleVerbs.swift", file_248, sizeof file_248},
    {"Sources/APIServer/Verbs/StatusIsolation.swift", file_249, sizeof file_249},
    {"Sources/APIServer/Verbs/UpdateVerb.swift", file_250, sizeof file_250},
    {"Sources/APIServer/Verbs/Verb.swift", file_251, sizeof file_251},
    {"Sources/APIServer/Verbs/WatchAnswer.swift", file_252, sizeof file_252},
    {"Sources/APIServer/Verbs/WatchEventEncoder.swift", file_253, sizeof file_253},
    {"Sources/APIServer/Verbs/WatchStream.swift", file_254, sizeof file_254},
    {"Sources/APIServer/Verbs/WatchVerb.swift", file_255, sizeof file_255},
    {"Sources/APIServer/Virtual/ListQuery.swift", file_256, sizeof file_256},
    {"Sources/APIServer/Virtual/ProducedBody.swift", file_257, sizeof file_257},
    {"Sources/APIServer/Virtual/VerbContext.swift", file_258, sizeof file_258},
    {"Sources/APIServer/Virtual/VerbHandlers.swift", file_259, sizeof file_259},
    {"Sources/APIServer/Virtual/VirtualEvents.swift", file_260, sizeof file_260},
    {"Sources/APIServer/Virtual/VirtualReadVerbs.swift", file_261, sizeof file_261},
    {"Sources/APIServer/Virtual/VirtualResource.swift", file_262, sizeof file_262},
    {"Sources/APIServer/Virtual/VirtualWatchVerb.swift", file_263, sizeof file_263},
    {"Sources/APIServer/Virtual/VirtualWriteVerbs.swift", file_264, sizeof file_264},
    {"Sources/APIServer/Webhooks/AdmissionReview.swift", file_265, sizeof file_265},
    {"Sources/APIServer/Webhooks/MutatingWebhooks.swift", file_266, sizeof file_266},
    {"Sources/APIServer/Webhooks/ServiceLookup.swift", file_267, sizeof file_267},
    {"Sources/APIServer/Webhooks/ValidatingWebhooks.swift", file_268, sizeof file_268},
    {"Sources/APIServer/Webhooks/Webhook.swift", file_269, sizeof file_269},
    {"Sources/APIServer/Webhooks/WebhookBook.swift", file_270, sizeof file_270},
    {"Sources/APIServer/Webhooks/WebhookCall.swift", file_271, sizeof file_271},
    {"Sources/APIServer/Webhooks/WebhookFailure.swift", file_272, sizeof file_272},
    {"Sources/APIServer/Webhooks/WebhookForms.swift", file_273, sizeof file_273},
    {"Sources/APIServer/Webhooks/WebhookMetrics.swift", file_274, sizeof file_274},
    {"Sources/APIServer/Webhooks/WebhookPhase.swift", file_275, sizeof file_275},
    {"Sources/APIServer/Webhooks/WebhookRule.swift", file_276, sizeof file_276},
    {"Sources/APIServer/Webhooks/WebhookSelection.swift", file_277, sizeof file_277},
    {"Sources/APIServer/Webhooks/WebhookTransport.swift", file_278, sizeof file_278},
    {"Sources/APIServerTesting/CoreKinds.swift", file_279, sizeof file_279},
    {"Sources/APIServerTesting/InProcessTransport.swift", file_280, sizeof file_280},
    {"Sources/APIServerTesting/TestServer.swift", file_281, sizeof file_281},
    {"Sources/CLinux/CLinux.c", file_282, sizeof file_282},
    {"Sources/CLinux/include/CLinux.h", file_283, sizeof file_283},
    {"Sources/CNghttp2/module.modulemap", file_284, sizeof file_284},
    {"Sources/CNghttp2/shim.h", file_285, sizeof file_285},
    {"Sources/COpenSSL/module.modulemap", file_286, sizeof file_286},
    {"Sources/COpenSSL/shim.h", file_287, sizeof file_287},
    {"Sources/CSQLite/module.modulemap", file_288, sizeof file_288},
    {"Sources/CSQLite/shim.h", file_289, sizeof file_289},
    {"Sources/CYAML/module.modulemap", file_290, sizeof file_290},
    {"Sources/CYAML/shim.h", file_291, sizeof file_291},
    {"Sources/CZlib/module.modulemap", file_292, sizeof file_292},
    {"Sources/CZlib/shim.h", file_293, sizeof file_293},
    {"Sources/ComponentBase/CommandFlags.swift", file_294, sizeof file_294},
    {"Sources/ComponentBase/Program.swift", file_295, sizeof file_295},
    {"Sources/ComponentBase/ProgramOutput.swift", file_296, sizeof file_296},
    {"Sources/ComponentBase/StartError.swift", file_297, sizeof file_297},
    {"Sources/ControllerRuntime/Command/ControllerManagerCommand.swift", file_298, sizeof file_298},
    {"Sources/ControllerRuntime/Command/ManagerProcess.swift", file_299, sizeof file_299},
    {"Sources/ControllerRuntime/Command/ManagerSettings.swift", file_300, sizeof file_300},
    {"Sources/ControllerRuntime/Command/PlainEndpoints.swift", file_301, sizeof file_301},
    {"Sources/ControllerRuntime/Controller/Controller.swift", file_302, sizeof file_302},
    {"Sources/ControllerRuntime/Controller/ControllerWatch.swift", file_303, sizeof file_303},
    {"Sources/ControllerRuntime/Controller/Finalizing.swift", file_304, sizeof file_304},
    {"Sources/ControllerRuntime/Controller/Predicate.swift", file_305, sizeof file_305},
    {"Sources/ControllerRuntime/Controller/ReconcileMetrics.swift", file_306, sizeof file_306},
    {"Sources/ControllerRuntime/Controller/Reconciler.swift", file_307, sizeof file_307},
    {"Sources/ControllerRuntime/Events/EventRecorder.swift", file_308, sizeof file_308},
    {"Sources/ControllerRuntime/Events/EventSeries.swift", file_309, sizeof file_309},
    {"Sources/ControllerRuntime/Events/EventSink.swift", file_310, sizeof file_310},
    {"Sources/ControllerRuntime/Exports.swift", file_311, sizeof file_311},
    {"Sources/ControllerRuntime/Leader/LeaderElection.swift", file_312, sizeof file_312},
    {"Sources/ControllerRuntime/Leader/LeaderElectionMachine.swift", file_313, sizeof file_313},
    {"Sources/ControllerRuntime/Leader/LeaderTerm.swift", file_314, sizeof file_314},
    {"Sources/ControllerRuntime/Leader/LeaseRecord.swift", file_315, sizeof file_315},
    {"Sources/ControllerRuntime/Manager/ControllerClock.swift", file_316, sizeof file_316},
    {"Sources/ControllerRuntime/Manager/ControllerManager.swift", file_317, sizeof file_317},
    {"Sources/ControllerRuntime/Manager/Dates.swift", file_318, sizeof file_318},
    {"Sources/ControllerRuntime/Manager/ObjectCache.swift", file_319, sizeof file_319},
    {"Sources/ControllerRuntime/Queue/FailureBackoff.swift", file_320, sizeof file_320},
    {"Sources/ControllerRuntime/Queue/QueueMetrics.swift", file_321, sizeof file_321},
    {"Sources/ControllerRuntime/Queue/QueueState.swift", file_322, sizeof file_322},
    {"Sources/ControllerRuntime/Queue/WorkQueue.swift", file_323, sizeof file_323},
    {"Sources/EventLoop/BlockingExecutor.swift", file_324, sizeof file_324},
    {"Sources/EventLoop/Descriptor.swift", file_325, sizeof file_325},
    {"Sources/EventLoop/EventLoop.swift", file_326, sizeof file_326},
    {"Sources/EventLoop/EventLoopError+Text.swift", file_327, sizeof file_327},
    {"Sources/EventLoop/EventLoopError.swift", file_328, sizeof file_328},
    {"Sources/EventLoop/EventLoopGroup.swift", file_329, sizeof file_329},
    {"Sources/EventLoop/FileBytes.swift", file_330, sizeof file_330},
    {"Sources/EventLoop/LoopExecutor.swift", file_331, sizeof file_331},
    {"Sources/EventLoop/Signals.swift", file_332, sizeof file_332},
    {"Sources/EventLoop/Socket.swift", file_333, sizeof file_333},
    {"Sources/EventLoop/SocketAddress.swift", file_334, sizeof file_334},
    {"Sources/EventLoop/TimerQueue.swift", file_335, sizeof file_335},
    {"Sources/JSON/ByteEquality.swift", file_336, sizeof file_336},
    {"Sources/JSON/JSONCodable+Containers.swift", file_337, sizeof file_337},
    {"Sources/JSON/JSONCodable+Scalars.swift", file_338, sizeof file_338},
    {"Sources/JSON/JSONCodable.swift", file_339, sizeof file_339},
    {"Sources/JSON/JSONFields.swift", file_340, sizeof file_340},
    {"Sources/JSON/JSONObject.swift", file_341, sizeof file_341},
    {"Sources/JSON/JSONParseError.swift", file_342, sizeof file_342},
    {"Sources/JSON/JSONParser+Number.swift", file_343, sizeof file_343},
    {"Sources/JSON/JSONParser+String.swift", file_344, sizeof file_344},
    {"Sources/JSON/JSONParser.swift", file_345, sizeof file_345},
    {"Sources/JSON/JSONReader.swift", file_346, sizeof file_346},
    {"Sources/JSON/JSONValue.swift", file_347, sizeof file_347},
    {"Sources/JSON/JSONWriter.swift", file_348, sizeof file_348},
    {"Sources/JSON/OutputBuffer.swift", file_349, sizeof file_349},
    {"Sources/JSON/ScratchStack.swift", file_350, sizeof file_350},
    {"Sources/JSON/ShortestDouble.swift", file_351, sizeof file_351},
    {"Sources/KubeClient/Config/ClientConfiguration+InCluster.swift", file_352, sizeof file_352},
    {"Sources/KubeClient/Config/ClientConfiguration.swift", file_353, sizeof file_353},
    {"Sources/KubeClient/Config/ExecCredential.swift", file_354, sizeof file_354},
    {"Sources/KubeClient/Config/ExecRunner.swift", file_355, sizeof file_355},
    {"Sources/KubeClient/Config/Kubeconfig+Loading.swift", file_356, sizeof file_356},
    {"Sources/KubeClient/Config/Kubeconfig+Resolving.swift", file_357, sizeof file_357},
    {"Sources/KubeClient/Config/Kubeconfig.swift", file_358, sizeof file_358},
    {"Sources/KubeClient/Informer/Backoff.swift", file_359, sizeof file_359},
    {"Sources/KubeClient/Informer/IndexedCache.swift", file_360, sizeof file_360},
    {"Sources/KubeClient/Informer/Informer.swift", file_361, sizeof file_361},
    {"Sources/KubeClient/Informer/InformerMachine.swift", file_362, sizeof file_362},
    {"Sources/KubeClient/KubeClient+Resources.swift", file_363, sizeof file_363},
    {"Sources/KubeClient/KubeClient+Typed.swift", file_364, sizeof file_364},
    {"Sources/KubeClient/KubeClient.swift", file_365, sizeof file_365},
    {"Sources/KubeClient/KubeClientError.swift", file_366, sizeof file_366},
    {"Sources/KubeClient/REST/CredentialSource.swift", file_367, sizeof file_367},
    {"Sources/KubeClient/REST/GroupVersionResource+Path.swift", file_368, sizeof file_368},
    {"Sources/KubeClient/REST/KubeRequest.swift", file_369, sizeof file_369},
    {"Sources/KubeClient/REST/KubeTransport.swift", file_370, sizeof file_370},
    {"Sources/KubeClient/REST/LineSplitter.swift", file_371, sizeof file_371},
    {"Sources/KubeClient/REST/ListOptions.swift", file_372, sizeof file_372},
    {"Sources/KubeClient/REST/RetryPolicy.swift", file_373, sizeof file_373},
    {"Sources/KubeClient/REST/StatusError+Decoding.swift", file_374, sizeof file_374},
    {"Sources/KubeClient/REST/WarningHeader.swift", file_375, sizeof file_375},
    {"Sources/KubeClient/REST/Watch.swift", file_376, sizeof file_376},
    {"Sources/KubeClient/REST/WatchEvent.swift", file_377, sizeof file_377},
    {"Sources/Protobuf/ProtobufReader.swift", file_378, sizeof file_378},
    {"Sources/Protobuf/ProtobufWriter.swift", file_379, sizeof file_379},
    {"Sources/Storage/Compactor.swift", file_380, sizeof file_380},
    {"Sources/Storage/Keys/KeyRange.swift", file_381, sizeof file_381},
    {"Sources/Storage/Keys/SortedMap.swift", file_382, sizeof file_382},
    {"Sources/Storage/Keys/StoreKey.swift", file_383, sizeof file_383},
    {"Sources/Storage/Memory/MemoryBackend.swift", file_384, sizeof file_384},
    {"Sources/Storage/Memory/MemoryLog.swift", file_385, sizeof file_385},
    {"Sources/Storage/StorageBackend.swift", file_386, sizeof file_386},
    {"Sources/Storage/StorageFactory.swift", file_387, sizeof file_387},
    {"Sources/Storage/SubscriptionTable.swift", file_388, sizeof file_388},
    {"Sources/Storage/WatchCache/CacheSnapshot.swift", file_389, sizeof file_389},
    {"Sources/Storage/WatchCache/CacheState.swift", file_390, sizeof file_390},
    {"Sources/Storage/WatchCache/HistoryLimits.swift", file_391, sizeof file_391},
    {"Sources/Storage/WatchCache/PagedStates.swift", file_392, sizeof file_392},
    {"Sources/Storage/WatchCache/SharedLook.swift", file_393, sizeof file_393},
    {"Sources/Storage/WatchCache/StorageClock.swift", file_394, sizeof file_394},
    {"Sources/Storage/WatchCache/WatchCache+Run.swift", file_395, sizeof file_395},
    {"Sources/Storage/WatchCache/WatchCache.swift", file_396, sizeof file_396},
    {"Sources/Storage/WatchCache/WatchCacheNotice.swift", file_397, sizeof file_397},
    {"Sources/Storage/WatchCache/WatchCursor.swift", file_398, sizeof file_398},
    {"Sources/Storage/WatchCache/WatchEvent.swift", file_399, sizeof file_399},
    {"Sources/Storage/WatchCache/WatchHistory.swift", file_400, sizeof file_400},
    {"Sources/Storage/WatchCache/WatchSeat.swift", file_401, sizeof file_401},
    {"Sources/StorageEtcd/EtcdBackend+Reading.swift", file_402, sizeof file_402},
    {"Sources/StorageEtcd/EtcdBackend+Watching.swift", file_403, sizeof file_403},
    {"Sources/StorageEtcd/EtcdBackend+Writing.swift", file_404, sizeof file_404},
    {"Sources/StorageEtcd/EtcdBackend.swift", file_405, sizeof file_405},
    {"Sources/StorageEtcd/EtcdKeys.swift", file_406, sizeof file_406},
    {"Sources/StorageEtcd/EtcdOptions.swift", file_407, sizeof file_407},
    {"Sources/StorageEtcd/GRPC/GRPCClient.swift", file_408, sizeof file_408},
    {"Sources/StorageEtcd/GRPC/GRPCFailure.swift", file_409, sizeof file_409},
    {"Sources/StorageEtcd/GRPC/GRPCFrames.swift", file_410, sizeof file_410},
    {"Sources/StorageEtcd/Members/EtcdCaller.swift", file_411, sizeof file_411},
    {"Sources/StorageEtcd/Members/EtcdMember.swift", file_412, sizeof file_412},
    {"Sources/StorageEtcd/Members/EtcdMembers.swift", file_413, sizeof file_413},
    {"Sources/StorageEtcd/Members/EtcdVersion.swift", file_414, sizeof file_414},
    {"Sources/StorageEtcd/Messages/EtcdKeyValue.swift", file_415, sizeof file_415},
    {"Sources/StorageEtcd/Messages/EtcdRequests.swift", file_416, sizeof file_416},
    {"Sources/StorageEtcd/Messages/EtcdResponses.swift", file_417, sizeof file_417},
    {"Sources/StorageEtcd/Messages/WatchMessages.swift", file_418, sizeof file_418},
    {"Sources/StorageEtcd/StorageFactory+Etcd.swift", file_419, sizeof file_419},
    {"Sources/StorageEtcd/Watching/EtcdWatch.swift", file_420, sizeof file_420},
    {"Sources/StorageEtcd/Watching/WatchHub.swift", file_421, sizeof file_421},
    {"Sources/StorageEtcd/Watching/WatchOutbox.swift", file_422, sizeof file_422},
    {"Sources/StorageSQLite/Log/LogCompaction.swift", file_423, sizeof file_423},
    {"Sources/StorageSQLite/Log/LogIndex.swift", file_424, sizeof file_424},
    {"Sources/StorageSQLite/Log/LogJob.swift", file_425, sizeof file_425},
    {"Sources/StorageSQLite/Log/LogReader.swift", file_426, sizeof file_426},
    {"Sources/StorageSQLite/Log/LogSchema.swift", file_427, sizeof file_427},
    {"Sources/StorageSQLite/Log/LogStatements.swift", file_428, sizeof file_428},
    {"Sources/StorageSQLite/Log/LogThread.swift", file_429, sizeof file_429},
    {"Sources/StorageSQLite/Log/LogWriter.swift", file_430, sizeof file_430},
    {"Sources/StorageSQLite/Log/ReadThread.swift", file_431, sizeof file_431},
    {"Sources/StorageSQLite/SQLite/Connection.swift", file_432, sizeof file_432},
    {"Sources/StorageSQLite/SQLite/FileLock.swift", file_433, sizeof file_433},
    {"Sources/StorageSQLite/SQLite/SQLiteFailure.swift", file_434, sizeof file_434},
    {"Sources/StorageSQLite/SQLite/Statement.swift", file_435, sizeof file_435},
    {"Sources/StorageSQLite/SQLiteBackend.swift", file_436, sizeof file_436},
    {"Sources/StorageSQLite/SQLiteOptions.swift", file_437, sizeof file_437},
    {"Sources/StorageSQLite/StorageFactory+SQLite.swift", file_438, sizeof file_438},
    {"Sources/StorageSQLite/Threads/Gate.swift", file_439, sizeof file_439},
    {"Sources/StorageSQLite/Threads/WorkQueue.swift", file_440, sizeof file_440},
    {"Sources/StorageSQLite/Threads/WorkerThread.swift", file_441, sizeof file_441},
    {"Sources/TLS/Base64.swift", file_442, sizeof file_442},
    {"Sources/TLS/CertificateAuthorities.swift", file_443, sizeof file_443},
    {"Sources/TLS/CertificateChain+PEM.swift", file_444, sizeof file_444},
    {"Sources/TLS/CertificateChain.swift", file_445, sizeof file_445},
    {"Sources/TLS/CertificateIdentity.swift", file_446, sizeof file_446},
    {"Sources/TLS/CertificateIssuer.swift", file_447, sizeof file_447},
    {"Sources/TLS/CertificateVerifier.swift", file_448, sizeof file_448},
    {"Sources/TLS/Digest.swift", file_449, sizeof file_449},
    {"Sources/TLS/OpenSSLHandle.swift", file_450, sizeof file_450},
    {"Sources/TLS/SSLContextHandle.swift", file_451, sizeof file_451},
    {"Sources/TLS/ServerNames.swift", file_452, sizeof file_452},
    {"Sources/TLS/SigningKey.swift", file_453, sizeof file_453},
    {"Sources/TLS/SystemTrust.swift", file_454, sizeof file_454},
    {"Sources/TLS/TLSClientIdentity.swift", file_455, sizeof file_455},
    {"Sources/TLS/TLSContext.swift", file_456, sizeof file_456},
    {"Sources/TLS/TLSError+Text.swift", file_457, sizeof file_457},
    {"Sources/TLS/TLSError.swift", file_458, sizeof file_458},
    {"Sources/TLS/TLSIdentity.swift", file_459, sizeof file_459},
    {"Sources/TLS/TLSServerOptions.swift", file_460, sizeof file_460},
    {"Sources/TLS/TLSSession.swift", file_461, sizeof file_461},
    {"Sources/TLS/TLSStep.swift", file_462, sizeof file_462},
    {"Sources/TLS/X509Codec.swift", file_463, sizeof file_463},
    {"Sources/Telemetry/Bell.swift", file_464, sizeof file_464},
    {"Sources/Telemetry/Locked.swift", file_465, sizeof file_465},
    {"Sources/Telemetry/LogLine.swift", file_466, sizeof file_466},
    {"Sources/Telemetry/Logger.swift", file_467, sizeof file_467},
    {"Sources/Telemetry/Metrics/AtomicDouble.swift", file_468, sizeof file_468},
    {"Sources/Telemetry/Metrics/Counter.swift", file_469, sizeof file_469},
    {"Sources/Telemetry/Metrics/ExpositionText.swift", file_470, sizeof file_470},
    {"Sources/Telemetry/Metrics/Gauge.swift", file_471, sizeof file_471},
    {"Sources/Telemetry/Metrics/Histogram.swift", file_472, sizeof file_472},
    {"Sources/Telemetry/Metrics/MetricFamily.swift", file_473, sizeof file_473},
    {"Sources/Telemetry/Metrics/MetricsRegistry.swift", file_474, sizeof file_474},
    {"Sources/Telemetry/StandardError.swift", file_475, sizeof file_475},
    {"Sources/Telemetry/TraceContext.swift", file_476, sizeof file_476},
    {"Sources/Telemetry/TracePropagation.swift", file_477, sizeof file_477},
    {"Sources/Telemetry/WallTime.swift", file_478, sizeof file_478},
    {"Sources/Transport/Client/BodyRelay.swift", file_479, sizeof file_479},
    {"Sources/Transport/Client/BodyWriter.swift", file_480, sizeof file_480},
    {"Sources/Transport/Client/ClientConnection.swift", file_481, sizeof file_481},
    {"Sources/Transport/Client/ClientExchange.swift", file_482, sizeof file_482},
    {"Sources/Transport/Client/ClientProtocol.swift", file_483, sizeof file_483},
    {"Sources/Transport/Client/ClientRequest.swift", file_484, sizeof file_484},
    {"Sources/Transport/Client/ClientResponse.swift", file_485, sizeof file_485},
    {"Sources/Transport/Client/ClientWorker.swift", file_486, sizeof file_486},
    {"Sources/Transport/Client/Dialer.swift", file_487, sizeof file_487},
    {"Sources/Transport/Client/EndpointPool.swift", file_488, sizeof file_488},
    {"Sources/Transport/Client/HTTPClient.swift", file_489, sizeof file_489},
    {"Sources/Transport/Client/HTTPClientConfiguration.swift", file_490, sizeof file_490},
    {"Sources/Transport/Client/HTTPEndpoint.swift", file_491, sizeof file_491},
    {"Sources/Transport/Client/IncomingBody.swift", file_492, sizeof file_492},
    {"Sources/Transport/Client/PoolState.swift", file_493, sizeof file_493},
    {"Sources/Transport/Client/ResponseInbox.swift", file_494, sizeof file_494},
    {"Sources/Transport/Client/RetryRule.swift", file_495, sizeof file_495},
    {"Sources/Transport/Client/UpgradeRelay.swift", file_496, sizeof file_496},
    {"Sources/Transport/Compression/Gzip.swift", file_497, sizeof file_497},
    {"Sources/Transport/HTTP/DuplexStream.swift", file_498, sizeof file_498},
    {"Sources/Transport/HTTP/HTTPDate.swift", file_499, sizeof file_499},
    {"Sources/Transport/HTTP/HTTPHeaders.swift", file_500, sizeof file_500},
    {"Sources/Transport/HTTP/HTTPRequest.swift", file_501, sizeof file_501},
    {"Sources/Transport/HTTP/HTTPResponse.swift", file_502, sizeof file_502},
    {"Sources/Transport/HTTP/HTTPStatus.swift", file_503, sizeof file_503},
    {"Sources/Transport/HTTP/PercentEncoding.swift", file_504, sizeof file_504},
    {"Sources/Transport/HTTP1/ChunkedDecoder.swift", file_505, sizeof file_505},
    {"Sources/Transport/HTTP1/HTTP1ClientProtocol.swift", file_506, sizeof file_506},
    {"Sources/Transport/HTTP1/HTTP1RequestEncoder.swift", file_507, sizeof file_507},
    {"Sources/Transport/HTTP1/HTTP1RequestParser.swift", file_508, sizeof file_508},
    {"Sources/Transport/HTTP1/HTTP1ResponseEncoder.swift", file_509, sizeof file_509},
    {"Sources/Transport/HTTP1/HTTP1ResponseParser.swift", file_510, sizeof file_510},
    {"Sources/Transport/HTTP1/HTTP1ServerProtocol+Body.swift", file_511, sizeof file_511},
    {"Sources/Transport/HTTP1/HTTP1ServerProtocol.swift", file_512, sizeof file_512},
    {"Sources/Transport/HTTP1/HTTP1Syntax.swift", file_513, sizeof file_513},
    {"Sources/Transport/HTTP2/HTTP2ClientProtocol.swift", file_514, sizeof file_514},
    {"Sources/Transport/HTTP2/HTTP2ClientSession.swift", file_515, sizeof file_515},
    {"Sources/Transport/HTTP2/HTTP2ClientStream.swift", file_516, sizeof file_516},
    {"Sources/Transport/HTTP2/HTTP2FieldList.swift", file_517, sizeof file_517},
    {"Sources/Transport/HTTP2/HTTP2ServerProtocol+Body.swift", file_518, sizeof file_518},
    {"Sources/Transport/HTTP2/HTTP2ServerProtocol+Deadlines.swift", file_519, sizeof file_519},
    {"Sources/Transport/HTTP2/HTTP2ServerProtocol+Session.swift", file_520, sizeof file_520},
    {"Sources/Transport/HTTP2/HTTP2ServerProtocol.swift", file_521, sizeof file_521},
    {"Sources/Transport/HTTP2/HTTP2Session.swift", file_522, sizeof file_522},
    {"Sources/Transport/HTTP2/HTTP2Stream.swift", file_523, sizeof file_523},
    {"Sources/Transport/Server/ArrivingBody.swift", file_524, sizeof file_524},
    {"Sources/Transport/Server/ConnectionDeadlines.swift", file_525, sizeof file_525},
    {"Sources/Transport/Server/HTTPServer.swift", file_526, sizeof file_526},
    {"Sources/Transport/Server/HTTPServerConfiguration.swift", file_527, sizeof file_527},
    {"Sources/Transport/Server/Listener.swift", file_528, sizeof file_528},
    {"Sources/Transport/Server/OutputQueue.swift", file_529, sizeof file_529},
    {"Sources/Transport/Server/RequestDeadline.swift", file_530, sizeof file_530},
    {"Sources/Transport/Server/ResponseBody.swift", file_531, sizeof file_531},
    {"Sources/Transport/Server/ServerConnection+Deadlines.swift", file_532, sizeof file_532},
    {"Sources/Transport/Server/ServerConnection+Phase.swift", file_533, sizeof file_533},
    {"Sources/Transport/Server/ServerConnection+Worker.swift", file_534, sizeof file_534},
    {"Sources/Transport/Server/ServerConnection.swift", file_535, sizeof file_535},
    {"Sources/Transport/Server/ServerProtocol.swift", file_536, sizeof file_536},
    {"Sources/Transport/Server/ServerWorker.swift", file_537, sizeof file_537},
    {"Sources/Transport/Server/TakenOverProtocol.swift", file_538, sizeof file_538},
    {"Sources/Transport/Server/WakeFlag.swift", file_539, sizeof file_539},
    {"Sources/Transport/Server/WakeMailbox.swift", file_540, sizeof file_540},
    {"Sources/Transport/Server/WakeRounds.swift", file_541, sizeof file_541},
    {"Sources/Transport/TransportError+Text.swift", file_542, sizeof file_542},
    {"Sources/Transport/TransportError.swift", file_543, sizeof file_543},
    {"Sources/Transport/WebSocket/WebSocketConfiguration.swift", file_544, sizeof file_544},
    {"Sources/Transport/WebSocket/WebSocketDecoder.swift", file_545, sizeof file_545},
    {"Sources/Transport/WebSocket/WebSocketEncoder.swift", file_546, sizeof file_546},
    {"Sources/Transport/WebSocket/WebSocketHandshake.swift", file_547, sizeof file_547},
    {"Sources/Transport/WebSocket/WebSocketLineStream.swift", file_548, sizeof file_548},
    {"Sources/Transport/WebSocket/WebSocketMachine.swift", file_549, sizeof file_549},
    {"Sources/Transport/WebSocket/WebSocketMessage.swift", file_550, sizeof file_550},
    {"Sources/Transport/WebSocket/WebSocketSession.swift", file_551, sizeof file_551},
    {"Sources/Transport/WebSocket/WebSocketSessionState.swift", file_552, sizeof file_552},
    {"Sources/Transport/WebSocket/WebSocketStream.swift", file_553, sizeof file_553},
    {"Sources/YAML/YAMLEmitter.swift", file_554, sizeof file_554},
    {"Sources/YAML/YAMLError.swift", file_555, sizeof file_555},
    {"Sources/YAML/YAMLEvents.swift", file_556, sizeof file_556},
    {"Sources/YAML/YAMLLookalikes.swift", file_557, sizeof file_557},
    {"Sources/YAML/YAMLReader.swift", file_558, sizeof file_558},
    {"Sources/YAML/YAMLScalar.swift", file_559, sizeof file_559},
    {"Sources/YAML/YAMLTreeBuilder.swift", file_560, sizeof file_560},
    {"Sources/YAML/YAMLWriter.swift", file_561, sizeof file_561},
};

size_t apiboot_embedded_count(void) { return sizeof files / sizeof files[0]; }

struct apiboot_embedded_file apiboot_embedded_file_at(size_t index) { return files[index]; }
