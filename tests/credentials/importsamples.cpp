// SPDX-License-Identifier: MIT
#include "importsamples.h"

using namespace Qt::StringLiterals;

namespace leasekeeper::test
{

QByteArray sampleCloudsYaml()
{
    return R"(# clouds of one user
common: &common
  region_name: eu-de
  identity_api_version: 3
clouds:
  otc:
    <<: *common
    profile: otc
    auth:
      auth_url: https://iam.eu-de.otc.t-systems.com:443/v3
      username: anna
      password: "MARKER \"quoted\" % ; , \\ #1"
      project_name: eu-de_notebooks
      user_domain_name: OTC00000000001000000001
  keys:
    region_name: cn-north-4
    ak: AKINYAML
    sk: MARKERsk/in+yaml=
    auth:
      project_id: 0123456789abcdef0123456789abcdef
)";
}

QByteArray sampleSecureYaml()
{
    return R"(clouds:
  otc:
    auth:
      password: MARKERfromSecure
)";
}

QByteArray sampleSdkCredentials()
{
    return R"(; written by hand
[basic]
ak = AKINFILE
sk = MARKER%(a)s;b,c\d"e"#f=g
security_token = MARKERtoken+/=
project_id = 0123456789abcdef0123456789abcdef
iam_endpoint = https://iam.cn-north-4.myhuaweicloud.com

[global]
ak = AKGLOBAL
sk = MARKERglobal
domain_id = fedcba98765432100123456789abcdef
)";
}

QByteArray sampleHcloudConfig()
{
    return R"({
  "language": "en", "current": "work", "authEncrypt": "false",
  "profiles": [
    {"name": "default", "mode": "AKSK", "accessKeyId": "AKDEFAULT", "secretAccessKey": "MARKERdefault",
     "securityToken": "", "region": "cn-north-4", "projectId": "0123456789abcdef0123456789abcdef"},
    {"name": "work", "mode": "SSO", "region": "ap-southeast-3", "projectId": "",
     "ssoAuth": {"stsToken": {"accessKeyId": "AKSSO", "secretAccessKey": "MARKERsso", "securityToken": "MARKERsts"}}}
  ]
}
)";
}

QByteArray sampleCredentialsCsv()
{
    return "\xEF\xBB\xBFUser Name,Access Key Id,Secret Access Key\r\n"
           "anna,AKINCSV,MARKERcsv\r\n"
           "\"bo, jr.\",AKSECOND,\"MARKER\"\"two\"\r\n";
}

ImportText asText(const QByteArray &bytes, const QString &name)
{
    return acceptImportText(bytes, name);
}

} // namespace leasekeeper::test
